using System.Diagnostics;
using System.Text.Json;

namespace PostHogProxy.Testing.Tests;

public sealed class RemoteConfigTests
{
    [Fact]
    public async Task Config_turns_on_what_the_demo_shows()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync($"{Visitor.UsAssets}/array/{Visitor.UsToken}/config");

        var config = await Visitor.JsonAsync(response);
        Assert.Equal("/s/", config.GetProperty("sessionRecording").GetProperty("endpoint").GetString());
        Assert.Equal("/i/v0/e/", config.GetProperty("analytics").GetProperty("endpoint").GetString());
        Assert.Equal(["gzip", "gzip-js"], config.GetProperty("supportedCompression").EnumerateArray().Select(item => item.GetString()));
        Assert.True(config.GetProperty("capturePerformance").GetProperty("web_vitals").GetBoolean());
        Assert.False(config.GetProperty("autocapture_opt_out").GetBoolean());
        Assert.True(config.GetProperty("hasFeatureFlags").GetBoolean());
        Assert.True(config.GetProperty("surveys").GetBoolean());
    }

    [Fact]
    public async Task Config_js_puts_the_same_config_where_the_client_looks_for_it()
    {
        await using var visitor = await Visitor.ArriveAsync();
        using var json = await visitor.GetAsync($"{Visitor.UsAssets}/array/{Visitor.UsToken}/config");
        using var script = await visitor.GetAsync($"{Visitor.UsAssets}/array/{Visitor.UsToken}/config.js");

        // Run, not matched: Node is here anyway, for the package.
        var seen = await RunAsync($$"""
            globalThis.window = globalThis;
            {{await script.Content.ReadAsStringAsync()}}
            console.log(JSON.stringify(window._POSTHOG_REMOTE_CONFIG["{{Visitor.UsToken}}"]));
            """);

        using var entry = JsonDocument.Parse(seen);
        Assert.True(JsonElement.DeepEquals(await Visitor.JsonAsync(json), entry.RootElement.GetProperty("config")));
        Assert.Equal(0, entry.RootElement.GetProperty("siteApps").GetArrayLength());
    }

    private static async Task<string> RunAsync(string script)
    {
        using var node = Process.Start(new ProcessStartInfo("node", "-") { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await node.StandardInput.WriteAsync(script);
        node.StandardInput.Close();
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, node.ExitCode);
        return output;
    }
}
