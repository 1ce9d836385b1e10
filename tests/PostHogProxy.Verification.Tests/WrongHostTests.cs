using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using PostHogProxy.Verification.Checks;
using PostHogProxy.Verification.Tests.Proxies;

namespace PostHogProxy.Verification.Tests;

/// <summary>Faults before HTTP: the name, the connection, the certificate.</summary>
public sealed class WrongHostTests
{
    private static readonly Uri Shop = new("https://e.shop.example/k3fw");

    [Fact]
    public async Task A_name_that_nobody_knows_ends_the_run()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        var report = await Proxies.Verification.OfAsync(proxy, Shop, names: new Names(null));

        Blamed(report, "PHX5101", "The name e.shop.example does not resolve.", "CNAME");
        Assert.Equal(["name"], report.Checks.Select(check => check.Name));
        Assert.Empty(proxy.PostHog.Journal.Requests);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.1")]
    [InlineData("192.168.1.4")]
    [InlineData("100.64.0.9")]
    [InlineData("fd00::7")]
    [InlineData("fe80::1")]
    public async Task A_private_address_is_no_address_for_visitors(string address)
    {
        Blamed(await OverTls(Good(), new Names(address)), "PHX5102", "leads to a private address", "public address");
    }

    [Theory]
    [InlineData("203.0.113.7")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2001:db8::7")]
    public async Task A_public_address_is_none_to_blame(string address)
    {
        Assert.True((await OverTls(Good(), new Names(address, "shop.proxyhog.com."))).IsFine);
    }

    [Fact]
    public async Task An_alias_of_PostHogs_own_host_is_no_proxy()
    {
        Blamed(await OverTls(Good(), new Names("203.0.113.7", "eu.i.posthog.com.")), "PHX5103", "alias (CNAME) of eu.i.posthog.com", "Point the name at your proxy");
    }

    [Fact]
    public async Task A_dead_host_ends_the_run()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        var report = await Proxies.Verification.OfAsync(
            proxy, Shop, configure: handler => handler.ConnectCallback = (_, _) => throw new SocketException((int)SocketError.ConnectionRefused));

        Blamed(report, "PHX5110", "e.shop.example refuses connections", "listens on this port");
        Assert.Equal(["name", "connection"], report.Checks.Select(check => check.Name));
    }

    [Fact]
    public async Task A_server_without_TLS_on_an_https_address_is_told()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        Blamed(await Proxies.Verification.OfAsync(proxy, Shop), "PHX5110", "doesn't speak TLS", "http://");
    }

    [Fact]
    public async Task A_host_that_never_answers_is_given_up()
    {
        await using var proxy = await TestProxy.OpenAsync(new()
        {
            Before = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
        });

        var report = await Proxies.Verification.OfAsync(proxy, change: target => target with { Timeout = TimeSpan.FromMilliseconds(100) });

        Blamed(report, "PHX5131", "no answer in time", "log");
    }

    [Fact]
    public async Task An_expired_certificate_is_told_with_its_day()
    {
        var yesterday = DateTimeOffset.UtcNow.AddDays(-1);

        Blamed(await OverTls(TestCertificate.For("e.shop.example", yesterday.AddDays(-90), yesterday)), "PHX5111", $"ended on {yesterday:yyyy-MM-dd}", "Renew it");
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_a_warning()
    {
        var soon = DateTimeOffset.UtcNow.AddDays(13);

        Blamed(await OverTls(TestCertificate.For("e.shop.example", soon.AddDays(-90), soon)), "PHX5114", $"ends on {soon:yyyy-MM-dd}", "wasn't renewed");
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_told_with_both()
    {
        Blamed(
            await OverTls(TestCertificate.For("www.shop.example", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(60))),
            "PHX5112", "is for www.shop.example, not for e.shop.example", "e.shop.example on it");
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_told_with_the_reason()
    {
        using var certificate = Good();
        await using var proxy = await TestProxy.OpenAsync(new(), certificate);

        Blamed(await Proxies.Verification.OfAsync(proxy, Shop), "PHX5113", "not trusted on this machine: ", "intermediate certificates");
    }

    [Fact]
    public async Task Plain_HTTP_is_blamed_outside_this_machine()
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        Blamed(await Proxies.Verification.OfAsync(proxy, new Uri("http://e.shop.example/k3fw")), "PHX5115", "plain HTTP", "https:// in api_host");
    }

    [Theory]
    [InlineData("http://localhost/k3fw")]
    [InlineData("http://shop.localhost/k3fw")]
    [InlineData("http://127.0.0.1/k3fw")]
    [InlineData("http://[::1]/k3fw")]
    public async Task On_this_machine_plain_HTTP_is_fine(string url)
    {
        await using var proxy = await TestProxy.OpenAsync(new());

        var report = await Proxies.Verification.OfAsync(proxy, new Uri(url), names: new Names(null));

        Assert.True(report.IsFine);
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5100");
    }

    private static X509Certificate2 Good() => TestCertificate.For("e.shop.example", DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(60));

    private static async Task<VerificationReport> OverTls(X509Certificate2 certificate, INameRecords? names = null)
    {
        using (certificate)
        {
            await using var proxy = await TestProxy.OpenAsync(new(), certificate);
            return await Proxies.Verification.OfAsync(proxy, Shop, names: names, configure: TestCertificate.Trusted(certificate));
        }
    }

    private static void Blamed(VerificationReport report, string id, string said, string cure)
    {
        var finding = Assert.Single(report.Findings, finding => finding.IsProblem);
        Assert.Equal(id, finding.Id);
        Assert.Contains(said, finding.Message, StringComparison.Ordinal);
        Assert.Contains(cure, finding.Fix, StringComparison.Ordinal);
    }
}
