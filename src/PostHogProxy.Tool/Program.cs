using PostHogProxy.Tool;
using PostHogProxy.Tool.Commands;

var parsed = ToolCommands.Root().Parse(args);
if (parsed.Errors.Count > 0)
{
    // System.CommandLine says 1 to a command it cannot parse, which here means findings, and pages of help.
    var wrong = parsed.UnmatchedTokens.Count > 0 ? $"'{parsed.UnmatchedTokens[0]}' isn't a command or option here." : parsed.Errors[0].Message;
    await Console.Error.WriteLineAsync($"posthog-proxy: {wrong} See --help.");
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMilliseconds(500) });
}
catch (UsageException usage)
{
    await Console.Error.WriteLineAsync($"posthog-proxy: {usage.Message}");
    return ExitCode.Usage;
}
catch (IOException full)
{
    // Such as standard output on a disk without room.
    await Console.Error.WriteLineAsync($"posthog-proxy: input or output failed: {full.Message}");
    return ExitCode.Usage;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("posthog-proxy: canceled before all checks were done.");
    return ExitCode.Interrupted;
}
