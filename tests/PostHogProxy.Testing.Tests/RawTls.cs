using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace PostHogProxy.Testing.Tests;

/// <summary>HTTP/1.1 by hand, for what an HTTP client would not send.</summary>
internal static class RawTls
{
    public static async Task<string> AskAsync(PostHogStandIn server, string sni, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, server.Port, TestContext.Current.CancellationToken);

        // The certificate is compared, its names are not: a wrong or missing name is what some of these requests are about.
        await using var tls = new SslStream(socket.GetStream(), false, (_, certificate, _, _) => certificate!.Equals(server.Certificate));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = sni }, TestContext.Current.CancellationToken);
        await tls.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        return await new StreamReader(tls).ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
