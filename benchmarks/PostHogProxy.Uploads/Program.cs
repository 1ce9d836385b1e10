using PostHogProxy.Uploads;

// How much memory do many large uploads to a slow PostHog cost, above what the same uploads cost a bare endpoint that reads at the same
// pace? Run without arguments: it starts each app three times, every time in a process of its own, and prints the peaks.
return args is ["app", var kind, .. var setting]
    ? await UploadApp.RunAsync(kind, limitsReadBuffer: setting is ["--small-buffers"])
    : await UploadRun.CompareAsync();
