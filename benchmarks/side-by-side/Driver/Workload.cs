namespace PostHogProxy.SideBySide;

/// <summary>One kind of request that is sent over and over.</summary>
/// <param name="Name">As the results name it.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Target">The path and query, below the proxy's address.</param>
/// <param name="BodySize">The bytes of the body; they do not compress.</param>
/// <param name="AcceptEncoding">What the browser takes.</param>
/// <param name="Connections">How many connections send.</param>
/// <param name="IsConditional">Whether the browser has the answer already and asks whether it is still good.</param>
internal sealed record Workload(
    string Name, string Method, string Target, int BodySize = 0, string AcceptEncoding = "gzip, deflate, br, zstd", int Connections = 32, bool IsConditional = false)
{
    public static readonly IReadOnlyList<Workload> All =
    [
        new("event, 2 KB", "POST", "/k3fw/e/?compression=gzip-js", 2_048),
        new("flags", "POST", "/k3fw/flags/?v=2", 300),
        new("replay, 1 MB", "POST", "/k3fw/s/?compression=gzip-js", 1_000_000, Connections: 8),
        new("array.js, gzip", "GET", "/k3fw/static/array.js", AcceptEncoding: "gzip"),
        new("array.js, Brotli", "GET", "/k3fw/static/array.js"),
        new("array.js, 304", "GET", "/k3fw/static/array.js", IsConditional: true),
    ];

    /// <summary>An event over few and many connections, with PostHog near and far: how the cost grows.</summary>
    public static readonly IReadOnlyList<Workload> Growth =
    [
        .. from wait in (int[])[0, 1, 10]
           from connections in (int[])[1, 8, 32, 256]
           select new Workload(
               $"{connections} connections, PostHog {(wait == 0 ? "0.1" : wait)} ms away", "POST", $"/k3fw/e/?compression=gzip-js&wait={wait}", 2_048, Connections: connections),
    ];

    public bool IsScript => Method == "GET";

    /// <summary>The headers of a browser's request, a line each.</summary>
    public string Headers(string? etag)
    {
        var lines = new List<string>
        {
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36",
            "Accept: */*",
            "Accept-Language: en-GB,en;q=0.9",
            "Accept-Encoding: " + AcceptEncoding,
            "Referer: http://127.0.0.1/shop",
            "Cookie: session=4f1c0b7e9a2d4c6f8e0a1b2c3d4e5f60; theme=dark",
            "Sec-Fetch-Mode: cors",
            "Sec-Fetch-Site: same-origin",
        };
        if (BodySize > 0)
        {
            lines.Add("Content-Type: text/plain");
            lines.Add("Origin: http://127.0.0.1");
        }

        if (IsConditional && etag is not null)
        {
            lines.Add("If-None-Match: " + etag);
        }

        return string.Join('\n', lines) + "\n";
    }
}
