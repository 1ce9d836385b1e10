using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Storefront;

namespace PostHogProxy.Tool.Tests;

public sealed class VerifyCommandTests
{
    private const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    [Fact]
    public async Task The_demo_is_fine()
    {
        await using var shop = await StorefrontApp.BuildAsync(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
        await shop.StartAsync(TestContext.Current.CancellationToken);

        var run = await ToolProcess.RunAsync("verify", shop.Urls.First() + "/ingest-x1", "--token", Token);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("The proxy works: 19 checks", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("error", run.Output, StringComparison.Ordinal);
        Assert.Equal(19, run.Lines.Count(line => line.StartsWith("│ ✓ │", StringComparison.Ordinal)));
        Assert.DoesNotContain('\e', run.Output);
        Assert.DoesNotContain(Token, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ingest-x1", 0)]
    [InlineData("/elsewhere", 1)]
    public async Task What_scripts_get_is_what_the_schema_says(string path, int exitCode)
    {
        await using var shop = await StorefrontApp.BuildAsync(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
        await shop.StartAsync(TestContext.Current.CancellationToken);

        var run = await ToolProcess.RunAsync("verify", shop.Urls.First() + path, "--json");

        Assert.Equal(exitCode, run.ExitCode);
        using var document = JsonDocument.Parse(run.Output);
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "verify.schema.json"), TestContext.Current.CancellationToken));
        Assert.Empty(Schema.Violations(schema.RootElement, document.RootElement));
        Assert.Equal(exitCode == 0, document.RootElement.GetProperty("fine").GetBoolean());
    }

    [Theory]
    [InlineData("""{ "schema": 2 }""")]
    [InlineData("""{ "schema": 1, "url": "http://a/b" }""")]
    [InlineData("""{ "schema": 1, "url": "http://a/b", "token": null, "region": "de", "fine": true, "milliseconds": 1, "checks": [] }""")]
    [InlineData("""{ "schema": 1, "url": "http://a/b", "token": "phc_StandInDemo", "region": null, "fine": true, "milliseconds": 1, "checks": [] }""")]
    [InlineData("""{ "schema": 1, "url": "http://a/b", "token": null, "region": null, "fine": true, "milliseconds": 1, "checks": [{}] }""")]
    [InlineData("""{ "schema": 1, "url": "http://a/b", "token": null, "region": null, "fine": true, "milliseconds": 1, "checks": [], "more": 1 }""")]
    public async Task What_is_otherwise_the_schema_refuses(string text)
    {
        using var document = JsonDocument.Parse(text);
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "verify.schema.json"), TestContext.Current.CancellationToken));

        Assert.NotEmpty(Schema.Violations(schema.RootElement, document.RootElement));
    }

    [Fact]
    public async Task A_host_that_takes_no_connection_is_one_line_and_a_finding()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        var run = await ToolProcess.RunAsync("verify", $"http://127.0.0.1:{port}/k3fw");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith($"error PHX5110: 127.0.0.1:{port} refuses connections: ", Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_run_at_once()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var run = ToolProcess.Start("verify", $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/k3fw", "--timeout", "300");
        using var asked = await silent.AcceptSocketAsync(TestContext.Current.CancellationToken);

        using var kill = System.Diagnostics.Process.Start("kill", ["-INT", $"{run.Id}"]);

        // Well before the 300 s that the question may take; the host itself would end it by force after half a second.
        await run.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(130, run.ExitCode);
    }
}
