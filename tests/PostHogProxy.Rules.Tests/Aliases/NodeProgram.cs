using System.Diagnostics;
using System.Text.Json;

namespace PostHogProxy.Rules.Tests.Aliases;

/// <summary>Runs a script with the machine's Node; it reads its input as JSON and prints JSON.</summary>
internal static class NodeProgram
{
    public static async Task<T> RunAsync<T>(string script, object input, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo("node", ["--input-type=module", "--eval", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardInput.WriteAsync(JsonSerializer.Serialize(input).AsMemory(), cancellation);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellation);
            Assert.True(process.ExitCode == 0, await errors);
            return JsonSerializer.Deserialize<T>(await output, JsonSerializerOptions.Web)!;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
