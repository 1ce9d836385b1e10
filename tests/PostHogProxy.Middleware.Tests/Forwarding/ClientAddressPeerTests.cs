using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Admission.Visitors;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>Whether a proxy stands in front is known by who connects. Private networks are typed from RFC 1918, 3927, 4193 and 6598.</summary>
public sealed class ClientAddressPeerTests
{
    [Theory]
    [InlineData("203.0.113.50")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("192.167.0.1")]
    [InlineData("11.0.0.1")]
    [InlineData("::ffff:203.0.113.50")]
    [InlineData("2001:db8:a00::1")]
    [InlineData(null)]
    public void A_header_from_somebody_who_may_be_a_visitor_is_an_info(string? remote)
    {
        Assert.StartsWith("Information 34: Requests have X-Forwarded-For", Assert.Single(Look(remote, ("X-Forwarded-For", "192.0.2.9"))), StringComparison.Ordinal);
        Assert.Contains("a visitor wrote the header", Assert.Single(Look(remote, ("X-Forwarded-For", "192.0.2.9"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("10.255.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.3.4")]
    [InlineData("169.254.130.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fd00::5")]
    [InlineData("fe80::1%2")]
    public void A_header_from_a_private_network_is_a_warning(string remote) =>
        Assert.StartsWith("Warning 10:", Assert.Single(Look(remote, ("X-Forwarded-For", "192.0.2.9"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("CF-Connecting-IP", "192.0.2.9", "ForwardedForHeaderName = \"CF-Connecting-IP\"")]
    [InlineData("X-Real-IP", "192.0.2.9", "ForwardedForHeaderName = \"X-Real-IP\"")]
    [InlineData("Forwarded", "for=192.0.2.9", "Let the proxy send X-Forwarded-For")]
    public void An_info_has_the_cure_of_its_header(string header, string value, string cure)
    {
        var line = Assert.Single(Look("203.0.113.50", (header, value)));

        Assert.StartsWith($"Information 34: Requests have {header}", line, StringComparison.Ordinal);
        Assert.Contains(cure, line, StringComparison.Ordinal);
    }

    [Fact]
    public void An_info_does_not_use_up_the_warning()
    {
        using var log = new ListLogger();
        var watch = new ForwardedHeadersWatch(log);

        foreach (var remote in new[] { "203.0.113.50", "203.0.113.51", "10.0.0.1", "10.0.0.2", "203.0.113.52" })
        {
            watch.Look(Request(remote, ("X-Forwarded-For", "192.0.2.9")));
        }

        Assert.Equal(["Information 34", "Warning 10"], log.Lines.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public void After_the_warning_there_is_nothing_left_for_an_info_to_say()
    {
        using var log = new ListLogger();
        var watch = new ForwardedHeadersWatch(log);

        foreach (var remote in new[] { "10.0.0.1", "203.0.113.50" })
        {
            watch.Look(Request(remote, ("X-Forwarded-For", "192.0.2.9")));
        }

        Assert.StartsWith("Warning 10:", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_socket_to_look_at_a_list_that_is_left_over_is_an_info() =>
        Assert.StartsWith(
            "Information 32:",
            Assert.Single(Look("203.0.113.50", ("X-Forwarded-For", "192.0.2.9"), ("X-Original-For", "10.0.0.1:4711"))),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_Unix_socket_has_a_proxy_at_its_other_end()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var proxy = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await proxy.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        using var log = new ListLogger();
        var watch = new ForwardedHeadersWatch(log);

        var read = Request("203.0.113.9");
        var unread = Request(null, ("X-Forwarded-For", "203.0.113.9"));
        foreach (var request in new[] { read, unread })
        {
            request.Features.Set<IConnectionSocketFeature>(new Connected(accepted));
            watch.Look(request);
        }

        File.Delete(path);
        Assert.StartsWith("Warning 10:", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_visitor_who_has_left_costs_nothing()
    {
        var gone = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        gone.Dispose();
        using var log = new ListLogger();
        var request = Request("10.0.0.1", ("X-Forwarded-For", "192.0.2.9"));
        request.Features.Set<IConnectionSocketFeature>(new Connected(gone));

        new ForwardedHeadersWatch(log).Look(request);

        Assert.Single(log.Lines);
    }

    private static List<string> Look(string? remote, params (string Name, string Value)[] headers)
    {
        using var log = new ListLogger();
        new ForwardedHeadersWatch(log).Look(Request(remote, headers));
        return log.Lines;
    }

    private static DefaultHttpContext Request(string? remote, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        return context;
    }

    private sealed record Connected(Socket Socket) : IConnectionSocketFeature;
}
