using System.CommandLine;
using System.CommandLine.Invocation;
using PostHogProxy.Tool;
using PostHogProxy.Tool.Commands;

var parsed = ToolCommands.Root().Parse(args);
try
{
    var code = await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMilliseconds(500) });

    // System.CommandLine says 1 to a command it cannot parse; here that means findings.
    return parsed.Action is ParseErrorAction ? ExitCode.Usage : code;
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
