using PostHogProxy.Tool;
using PostHogProxy.Tool.Commands;

var parsed = ToolCommands.Root().Parse(args);
if (parsed.Errors.Count > 0)
{
    // System.CommandLine says 1 to a command it cannot parse, which here means findings, and pages of help.
    await Console.Error.WriteLineAsync($"posthog-proxy: {parsed.Errors[0].Message}");
    return ExitCode.Usage;
}

try
{
    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMilliseconds(500) });
}
catch (UsageException wrong)
{
    await Console.Error.WriteLineAsync($"posthog-proxy: {wrong.Message}");
    return ExitCode.Usage;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("posthog-proxy: ended before all was looked at.");
    return ExitCode.Interrupted;
}
