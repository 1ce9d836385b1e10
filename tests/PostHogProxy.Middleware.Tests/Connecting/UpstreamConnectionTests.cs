using System.Net;
using System.Net.Sockets;
using System.Text;
using PostHogProxy.Forwarding;
using PostHogProxy.Forwarding.Connecting;
using PostHogProxy.Responses;

namespace PostHogProxy.Middleware.Tests.Connecting;

/// <summary>The connections of the HTTP client that talks to PostHog, over real sockets.</summary>
public sealed class UpstreamConnectionTests
{
    private static readonly IPAddress Dead = IPAddress.Parse("2001:db8::dead");

    [Fact]
    public async Task A_dead_IPv6_address_does_not_cost_an_event()
    {
        using var host = new Host();
        using var client = new UpstreamClient(Options(), Connector(Dead, IPAddress.Loopback));

        using var response = await client.Invoker.SendAsync(host.Get(), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_time_to_connect_holds_for_all_addresses_together_and_the_failure_names_them()
    {
        using var host = new Host();
        var options = Options();
        options.ConnectTimeout = TimeSpan.FromMilliseconds(600);
        var alsoDead = IPAddress.Parse("2001:db8::beef");
        using var client = new UpstreamClient(options, Connector(Dead, alsoDead));

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.Invoker.SendAsync(host.Get(), TestContext.Current.CancellationToken));

        // As for any timeout of the client's: the failure is the host's, and the log names the addresses.
        Assert.True(UpstreamFailure.IsTheHosts(timedOut: false, failure));
        Assert.Contains($"{Dead} (no answer), {alsoDead} (no answer)", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connect_callback_of_the_teams_own_wins()
    {
        using var host = new Host();
        var options = Options();
        options.ConfigureHandler = handler => handler.ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        };
        using var client = new UpstreamClient(options, new HostConnector(
            (_, _) => throw new InvalidOperationException("Nobody asks for the name."), SocketConnection.OpenAsync, TimeProvider.System));

        using var response = await client.Invoker.SendAsync(host.Get(), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_name_that_is_not_found_fails_as_such()
    {
        using var host = new Host();
        using var client = new UpstreamClient(Options(), new HostConnector(
            (_, _) => throw new SocketException((int)SocketError.HostNotFound), SocketConnection.OpenAsync, TimeProvider.System));

        var failure = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.Invoker.SendAsync(host.Get(), TestContext.Current.CancellationToken));

        Assert.Equal(HttpRequestError.NameResolutionError, failure.HttpRequestError);
    }

    private static PostHogProxyOptions Options() => new();

    // The dead one swallows; the others are real.
    private static HostConnector Connector(params IPAddress[] addresses) => new(
        (_, _) => Task.FromResult(addresses),
        async (endPoint, cancellation) =>
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
            }

            return await SocketConnection.OpenAsync(endPoint, cancellation);
        },
        TimeProvider.System);

    /// <summary>Answers one request with 200.</summary>
    private sealed class Host : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Host()
        {
            _listener.Start();
            _ = AnswerAsync();
        }

        public HttpRequestMessage Get() =>
            new(HttpMethod.Get, $"http://shop.example:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

        public void Dispose() => _listener.Dispose();

        private async Task AnswerAsync()
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();

                // To the end of its head: a connection that is closed with bytes unread is reset, and the answer may be lost with it.
                using var request = new StreamReader(client.GetStream(), leaveOpen: true);
                while (await request.ReadLineAsync() is { Length: > 0 })
                {
                }

                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
            }
        }
    }
}
