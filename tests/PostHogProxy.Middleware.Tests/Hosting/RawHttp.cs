using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PostHogProxy.Middleware.Tests.Hosting;

/// <summary>Sends a request line no HTTP library would let through, and returns the status line.</summary>
internal static class RawHttp
{
    public static async Task<string> SendAsync(int port, string target, string headers = "", string method = "GET")
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        await using var stream = new NetworkStream(socket);
        var request = $"{method} {target} HTTP/1.1\r\nHost: shop.example\r\n{headers}\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), cancellation);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadLineAsync(cancellation) ?? "";
    }
}
