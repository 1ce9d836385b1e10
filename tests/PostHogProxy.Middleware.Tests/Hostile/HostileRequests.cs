using CsCheck;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>Whole requests: a method, a target, headers and what comes after them.</summary>
internal static class HostileRequests
{
    private static readonly Gen<string> Method = Gen.Frequency(
        (50, Gen.Const("GET")),
        (25, Gen.Const("POST")),
        (6, Gen.Const("HEAD")),
        (6, Gen.Const("OPTIONS")),
        (13, Gen.OneOf("CONNECT", "TRACE", "PUT", "DELETE", "PATCH", "PROPFIND", "PRI", "post", "get", "GE\0T", "GET ", "\r\nGET", "X", "UPGRADE", "QUERY", "")));

    // Each ends a body for one reading of the lengths and starts a request for another.
    private static readonly Gen<string> Body = Gen.Frequency(
        (6, Gen.Const("{}")),
        (1, Gen.OneOf(
            "0\r\n\r\n",
            "2\r\n{}\r\n0\r\n\r\n",
            "2;x=y\r\n{}\r\n0\r\nHost: evil.example\r\nX-Injected: 1\r\n\r\n",
            "0\r\n\r\nGET /k3fw/api/projects/ HTTP/1.1\r\nHost: shop.example\r\n\r\n",
            "GET /k3fw/api/projects/ HTTP/1.1\r\nHost: shop.example\r\n\r\n",
            "ffffffffffffffff\r\n{}",
            "-2\r\n{}\r\n0\r\n\r\n",
            "0x2\r\n{}\r\n0\r\n\r\n",
            "2\n{}\n0\n\n",
            "2\r\n{}X\r\n0\r\n\r\n")));

    public static readonly Gen<HostileRequest> All =
        Gen.Select(Method, HostileTargets.All, HostileHeaders.All, Body, (method, target, headers, body) =>
            new HostileRequest(method, [.. target.Where(part => part.Length > 0)], headers, BodyOf(method, headers, body)));

    private static string BodyOf(string method, string[] headers, string body) =>
        method == "POST" || Array.Exists(headers, line =>
            line.Contains("Content-Length", StringComparison.OrdinalIgnoreCase) || line.Contains("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            ? body
            : "";
}
