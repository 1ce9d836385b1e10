using System.Net;
using System.Net.Sockets;
using PostHogProxy.Testing;
using PostHogProxy.Verification.Checks;

namespace PostHogProxy.Verification.Tests.Proxies;

/// <summary>Runs the verification against a test's proxy, with PostHog itself played by the same stand-in.</summary>
internal static class Verification
{
    /// <summary>The stand-in's project in the EU.</summary>
    public const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    public static Task<VerificationReport> OfAsync(
        TestProxy proxy, string path = "/k3fw", Func<VerifyTarget, VerifyTarget>? change = null, bool postHogIsReachable = true) =>
        OfAsync(proxy, new Uri($"http://127.0.0.1:{proxy.Port}{path}"), change, postHogIsReachable: postHogIsReachable);

    /// <param name="proxy">The proxy; whatever host the URL names, connections go there.</param>
    /// <param name="url">What is verified.</param>
    /// <param name="change">Changes what is known of it.</param>
    /// <param name="names">The DNS; null for one that gives every name a public address.</param>
    /// <param name="configure">Changes the connections to the proxy.</param>
    /// <param name="clock">The time.</param>
    /// <param name="postHogIsReachable">Whether PostHog can be asked past the proxy.</param>
    public static Task<VerificationReport> OfAsync(
        TestProxy proxy,
        Uri url,
        Func<VerifyTarget, VerifyTarget>? change = null,
        INameRecords? names = null,
        Action<SocketsHttpHandler>? configure = null,
        TimeProvider? clock = null,
        bool postHogIsReachable = true) =>
        OfAsync(proxy.Port, proxy.PostHog, url, change, names, configure, clock, postHogIsReachable);

    public static async Task<VerificationReport> OfAsync(
        int port,
        PostHogStandIn cloud,
        Uri url,
        Func<VerifyTarget, VerifyTarget>? change = null,
        INameRecords? names = null,
        Action<SocketsHttpHandler>? configure = null,
        TimeProvider? clock = null,
        bool postHogIsReachable = true)
    {
        using var direct = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (postHogIsReachable)
        {
            cloud.ConnectFrom(direct);
        }
        else
        {
            direct.ConnectCallback = PostHogLink.Refuse;
        }

        using var postHog = new HttpMessageInvoker(direct);
        var verifier = new ProxyVerifier(
            names ?? new Names("203.0.113.7"),
            postHog,
            handler =>
            {
                handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(port, cancellationToken);
                configure?.Invoke(handler);
            },
            clock);
        var target = new VerifyTarget(url) { Token = Token };
        return await verifier.RunAsync(change?.Invoke(target) ?? target, progress: null, TestContext.Current.CancellationToken);
    }

    private static async ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

/// <summary>A DNS that knows one answer.</summary>
internal sealed class Names(string? address, params string[] aliases) : INameRecords
{
    public Task<NameAnswer> AskAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(new NameAnswer(address is null ? [] : [IPAddress.Parse(address)], aliases));
}
