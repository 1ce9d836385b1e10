using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace PostHogProxy.Testing.Tests;

public sealed class HostTests
{
    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Every_host_answers_over_HTTP_1_and_HTTP_2(string version)
    {
        await using var visitor = await Visitor.ArriveAsync();
        string[] hosts =
        [
            "us.i.posthog.com", "eu.i.posthog.com", "us-assets.i.posthog.com", "eu-assets.i.posthog.com", "us.posthog.com", "eu.posthog.com",
        ];
        foreach (var host in hosts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"https://{host}/flags/")
            {
                Version = Version.Parse(version),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = await visitor.Http.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(host.Contains("assets", StringComparison.Ordinal) ? HttpStatusCode.Forbidden : HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(version == "2.0" ? "HTTP/2" : "HTTP/1.1", visitor.Last.Protocol);
            Assert.Equal((host, host), (visitor.Last.Host, visitor.Last.SniHost));
        }
    }

    [Theory]
    [InlineData("us.i.posthog.com", "us.i.posthog.com", 200)]
    [InlineData("us.i.posthog.com", "US.i.posthog.com:8443", 200)]
    [InlineData("us.i.posthog.com", "eu.i.posthog.com", 401)]
    [InlineData("us.i.posthog.com", "shop.example", 401)]
    [InlineData("shop.example", "shop.example", 401)]
    [InlineData("", "us.i.posthog.com", 401)]
    public async Task The_Host_header_must_be_a_PostHog_host_and_the_name_of_the_handshake(string sni, string host, int expected)
    {
        await using var server = await PostHogStandIn.StartAsync();

        var answer = await RawTls.AskAsync(server, sni, $"GET /flags/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {expected} ", answer, StringComparison.Ordinal);
        Assert.Equal(sni.Length == 0 ? null : sni, Assert.Single(server.Journal.Requests).SniHost);
    }

    [Fact]
    public async Task An_unknown_path_redirects_to_the_login_page_of_the_region()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var us = await visitor.GetAsync(Visitor.Us + "/project/1?a=b");
        using var eu = await visitor.GetAsync(Visitor.Eu + "/");

        Assert.Equal(HttpStatusCode.Redirect, us.StatusCode);
        Assert.Equal("https://us.posthog.com/login?next=%2Fproject%2F1%3Fa%3Db", us.Headers.Location?.OriginalString);
        Assert.Equal("https://eu.posthog.com/login?next=%2F", eu.Headers.Location?.OriginalString);
        Assert.Equal("unknown path", visitor.Last.Outcome);
    }

    [Fact]
    public async Task A_path_without_its_trailing_slash_is_another_path()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.PostAsync(Visitor.Us + "/i/v0/e", Visitor.EventJson(Visitor.UsToken));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Empty(visitor.Server.Journal.Events);
    }

    [Fact]
    public async Task The_app_answers_with_its_login_page()
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var response = await visitor.GetAsync("https://eu.posthog.com/static/array.js");

        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType?.ToString());
    }

    [Fact]
    public async Task Another_stand_ins_certificate_is_not_trusted()
    {
        await using var first = await PostHogStandIn.StartAsync();
        await using var second = await PostHogStandIn.StartAsync();
        using var handler = new SocketsHttpHandler();
        first.ConnectFrom(handler);
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, second.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var http = new HttpClient(handler);

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(Visitor.Us + "/flags/")));

        Assert.IsType<AuthenticationException>(failure.InnerException);
        Assert.Empty(second.Journal.Requests);
    }

    [Fact]
    public async Task A_name_that_is_not_on_the_certificate_is_not_trusted()
    {
        await using var visitor = await Visitor.ArriveAsync();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() => visitor.GetAsync("https://app.posthog.com/flags/"));

        Assert.IsType<AuthenticationException>(failure.InnerException);
    }

    [Fact]
    public async Task The_certificate_is_fresh_at_every_start_and_comes_without_its_key()
    {
        await using var first = await PostHogStandIn.StartAsync();
        await using var second = await PostHogStandIn.StartAsync();

        Assert.NotEqual(first.Certificate.Thumbprint, second.Certificate.Thumbprint);
        Assert.False(first.Certificate.HasPrivateKey);
        Assert.Contains(first.Certificate.Extensions, extension => extension is X509SubjectAlternativeNameExtension);
    }
}
