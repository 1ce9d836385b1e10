using System.Net.Sockets;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Verification.Tests;

public sealed class HostReachabilityTests
{
    private static readonly Uri Ingest = new("https://eu.i.posthog.com");
    private static readonly Uri Assets = new("https://eu-assets.i.posthog.com");

    [Fact]
    public async Task Both_hosts_are_asked_and_can_be_reached()
    {
        await using var link = await PostHogLink.OpenAsync();

        var findings = await AskAsync(link);

        Assert.Equal(
            [
                new Finding("PHX5010", FindingSeverity.Info, "eu.i.posthog.com can be reached.", "eu.i.posthog.com"),
                new Finding("PHX5010", FindingSeverity.Info, "eu-assets.i.posthog.com can be reached.", "eu-assets.i.posthog.com"),
            ],
            findings);
        Assert.Equal(["GET https://eu-assets.i.posthog.com/static/array.js", "GET https://eu.i.posthog.com/flags/"], link.Asked);
    }

    [Fact]
    public async Task Of_a_script_one_byte_is_asked_for()
    {
        await using var link = await PostHogLink.OpenAsync();

        await AskAsync(link);

        var script = Assert.Single(link.PostHog.Journal.Requests, request => request.Path == "/static/array.js");
        Assert.Equal(["bytes=0-0"], script.HeaderValues("Range"));
        Assert.Equal(206, script.Status);
    }

    [Fact]
    public async Task One_host_for_both_is_asked_once()
    {
        await using var link = await PostHogLink.OpenAsync();

        var findings = await new HostReachability(link.Invoker, Ingest, Ingest).AskAsync(TestContext.Current.CancellationToken);

        Assert.Single(findings);
        Assert.Equal(["GET https://eu.i.posthog.com/flags/"], link.Asked);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_told_with_its_cure_and_nothing_is_sent()
    {
        await using var link = await PostHogLink.OpenAsync(configure: handler => handler.SslOptions.CertificateChainPolicy = new());

        var findings = await AskAsync(link);

        Assert.All(findings, finding => Assert.Equal(("PHX5012", FindingSeverity.Warning), (finding.Id, finding.Severity)));
        Assert.StartsWith("eu.i.posthog.com has a certificate that isn't trusted: ", findings[0].Message, StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.Matches(@"[^.]\.$", finding.Message));
        Assert.Contains("egress proxy", findings[0].Fix, StringComparison.Ordinal);
        Assert.Empty(link.Asked);
    }

    [Fact]
    public async Task A_refused_connection_is_told_with_the_port_to_open()
    {
        await using var link = await PostHogLink.OpenAsync(configure: handler => handler.ConnectCallback = PostHogLink.Refuse);

        var findings = await AskAsync(link);

        Assert.All(findings, finding => Assert.Equal(("PHX5011", FindingSeverity.Warning), (finding.Id, finding.Severity)));
        Assert.StartsWith("eu.i.posthog.com refuses connections: ", findings[0].Message, StringComparison.Ordinal);
        Assert.All(findings, finding => Assert.Matches(@"[^.]\.$", finding.Message));
        Assert.Equal("Let this machine reach eu.i.posthog.com on port 443: firewall, egress proxy, DNS.", findings[0].Fix);
    }

    // The one who refuses is the one who is named.
    [Fact]
    public async Task An_egress_proxy_that_refuses_is_told_as_such()
    {
        using var proxy = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        proxy.Start();
        var port = ((System.Net.IPEndPoint)proxy.LocalEndpoint).Port;
        var answering = Task.Run(async () =>
        {
            while (true)
            {
                using var client = await proxy.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

                // To the end of its head: a connection that is closed with bytes unread is reset, and the answer may be lost with it.
                using var request = new StreamReader(client.GetStream(), leaveOpen: true);
                while (await request.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 })
                {
                }

                await client.GetStream().WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            }
        });
        using var handler = new SocketsHttpHandler { Proxy = new System.Net.WebProxy($"http://127.0.0.1:{port}") };
        using var invoker = new HttpMessageInvoker(handler);

        var findings = await new HostReachability(invoker, Ingest, Assets).AskAsync(TestContext.Current.CancellationToken);
        proxy.Stop();
        await Task.WhenAny(answering);

        AssertOfEgressProxy(findings, "403");
    }

    [Fact]
    public async Task An_egress_proxy_that_is_not_there_is_told_as_such()
    {
        int port;
        using (var proxy = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            proxy.Start();
            port = ((System.Net.IPEndPoint)proxy.LocalEndpoint).Port;
        }

        using var handler = new SocketsHttpHandler { Proxy = new System.Net.WebProxy($"http://127.0.0.1:{port}") };
        using var invoker = new HttpMessageInvoker(handler);

        AssertOfEgressProxy(await new HostReachability(invoker, Ingest, Assets).AskAsync(TestContext.Current.CancellationToken), $"(127.0.0.1:{port})");
    }

    [Fact]
    public async Task A_name_that_the_DNS_does_not_know_is_told_as_such()
    {
        await using var link = await PostHogLink.OpenAsync(configure: handler =>
            handler.ConnectCallback = (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        var findings = await AskAsync(link);

        Assert.StartsWith("eu.i.posthog.com can't be resolved on this machine: ", findings[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_fails_is_told_apart_from_one_that_is_not_there()
    {
        await using var link = await PostHogLink.OpenAsync(host =>
            host == "eu.i.posthog.com" ? context => PostHogLink.Answer(context, 503) : null);

        var findings = await AskAsync(link);

        Assert.Equal(["PHX5013", "PHX5010"], findings.Select(finding => finding.Id));
        Assert.Equal("eu.i.posthog.com answered 503.", findings[0].Message);
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up()
    {
        await using var link = await PostHogLink.OpenAsync(_ => context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        var findings = await new HostReachability(link.Invoker, Ingest, Assets, TimeSpan.FromMilliseconds(200))
            .AskAsync(TestContext.Current.CancellationToken);

        Assert.Equal(
            ["eu.i.posthog.com did not answer in time.", "eu-assets.i.posthog.com did not answer in time."],
            findings.Select(finding => finding.Message));
    }

    private static void AssertOfEgressProxy(IReadOnlyList<Finding> findings, string detail)
    {
        Assert.All(findings, finding => Assert.Equal(("PHX5011", FindingSeverity.Warning), (finding.Id, finding.Severity)));
        Assert.StartsWith("The egress proxy refuses connections to eu.i.posthog.com: ", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains(detail, findings[0].Message, StringComparison.Ordinal);
        Assert.EndsWith(".", findings[0].Message, StringComparison.Ordinal);
        Assert.Contains("egress proxy", findings[0].Fix, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<Finding>> AskAsync(PostHogLink link) =>
        new HostReachability(link.Invoker, Ingest, Assets).AskAsync(TestContext.Current.CancellationToken);
}
