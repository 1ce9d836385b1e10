using CsCheck;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>Header sets: who is meant, where the request ends, which protocol follows, and what others trust a proxy to have written.</summary>
internal static class HostileHeaders
{
    private static readonly string[] Hosts =
    [
        "Host: evil.example", "Host: eu.posthog.com", "Host: eu.i.posthog.com", "Host: 127.0.0.1", "Host: shop.example:99999", "Host: shop.example@evil.example",
        "Host: ", "Host: shop.example\r\nHost: evil.example", "Host: shop.example, evil.example", "Host : shop.example", "host: shop.example/../x", "Host: [::1",
        "Host: shop.example\0", "Host: shop.example#evil.example", "X: no host",
    ];

    private static readonly string[] Trusted =
    [
        "X-Original-URL: /api/projects/", "X-Rewrite-URL: /api/projects/", "X-HTTP-Method-Override: DELETE", "X-HTTP-Method: PUT", "X-Method-Override: PATCH",
        "X-Forwarded-For: 203.0.113.9", "X-Forwarded-For: 203.0.113.9, 198.51.100.1", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: gopher",
        "X-Forwarded-Prefix: /api", "X-Forwarded-Server: evil.example", "X-Forwarded-Port: 1", "Forwarded: for=203.0.113.9;host=evil.example",
        "X-Real-IP: 203.0.113.9", "True-Client-IP: 203.0.113.9", "CF-Connecting-IP: 203.0.113.9", "CF-Ray: x", "Fly-Client-IP: 203.0.113.9",
        "Fastly-Client-IP: 203.0.113.9", "X-Azure-ClientIP: 203.0.113.9", "X-ARR-SSL: x", "X-Original-Host: evil.example", "X-Original-For: 203.0.113.9",
        "X-MS-CLIENT-PRINCIPAL: x", "X-PostHog-Client-IP: 203.0.113.9", "X-PostHog-Client-IP-Signature: x", "X-Host: evil.example", "X-Client-IP: 203.0.113.9",
        "Cookie: session=secret", "Cookie2: x", "Authorization: Bearer phx_key", "Authorization: Basic c2VjcmV0", "Proxy-Authorization: Basic c2VjcmV0",
        "Proxy-Connection: keep-alive", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "tracestate: a=b", "baggage: a=secret",
        "X-CSRF-Token: secret", "X-XSRF-TOKEN: secret", "RequestVerificationToken: secret", "X-Unknown: secret", "Via: 1.0 x", "Max-Forwards: 0",
        "Referer: https://shop.example/reset?token=secret", "Range: bytes=0-,0-,0-", "Accept-Encoding: gzip, evil", "Sec-GPC: 1",
        "Content-Encoding: gzip", "Content-Type: text/plain; x=y", "Origin: null", "Origin: https://evil.example",
        "Access-Control-Request-Method: DELETE", "PostHog-Version: 1",
    ];

    // No header of PostHog's that Connection names: beside close, keep-alive or Upgrade Kestrel drops the other names, and no app learns
    // of them. ConnectionOptionsTests has what can be told.
    private static readonly string[] Protocol =
    [
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA", "Upgrade: websocket", "Connection: upgrade",
        "Connection: Upgrade\r\nUpgrade: TLS/1.0",
        "Connection: Host", "Connection: Content-Length", "Connection: X-Forwarded-For", "Connection: keep-alive\r\nKeep-Alive: timeout=9999", "Connection: \0",
        "TE: trailers", "TE: chunked", "Trailer: Host", "Expect: 100-continue", "Expect: 200-ok", ":authority: evil.example", ":path: /api/projects/",
    ];

    private static readonly string[] Framing =
    [
        "Content-Length: 5\r\nContent-Length: 6", "Content-Length: 2\r\nContent-Length: 2", "Content-Length: 2, 3", "Content-Length: +2", "Content-Length: -1",
        "Content-Length: 0x2", "Content-Length: 99999999999999999999999", "Content-Length: 68000000000", "Content-Length : 2", "Content-Length: 2 ",
        "Content-Length: 1", "Content-Length: 60", "Content-Length: 0", "Content_Length: 60", "Content-Length:\t2", "Content-Length: 2\r\n ,3",
        "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 2", "Content-Length: 60\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked, identity", "Transfer-Encoding: xchunked",
        "Transfer-Encoding:\u000bchunked", "Transfer-Encoding : chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "X: y\r\n Transfer-Encoding: chunked", "Transfer-Encoding:\r\n chunked", "TRANSFER-ENCODING: CHUNKED",
    ];

    private static readonly string[] Broken =
    [
        "X-Folded: a\r\n b", "X-Injected\r\n: x", "X: a\rX-Injected: 1", "X: a\nX-Injected: 1", "X: a\r\n\r\nGET /k3fw/api/projects/ HTTP/1.1\r\nHost: shop.example",
        "NoColon", ": empty", " X: leading", "X Y: space", "X\0: nul", "X: \0", "PostHog-Case: 1", "X: \u0001", "\u00fc: x", "PostHog-X: a\u007fb", "X:", "(): x",
        "If-None-Match: \"\u00fc", "Content-Type: text/plain; x=\u00ff", "User-Agent: \u00fcml\u00e4ut", "Origin: https://evil.example\u00ff", "PostHog-Api: \u00e9",
    ];

    private static readonly Gen<string> Huge = Gen.Select(Gen.OneOf("X-Huge: ", "Accept: ", "User-Agent: ", "Cookie: ", "PostHog-Huge: ", "Origin: "),
        Gen.OneOf(100, 4_000, 9_000, 33_000), (name, length) => name + new string('a', length));

    private static readonly Gen<string> Line = Gen.Frequency(
        (90, Gen.OneOf(Trusted)), (8, Gen.OneOf(Protocol)), (6, Gen.OneOf(Framing)), (4, Gen.OneOf(Broken)), (2, Huge));

    private static readonly Gen<string> Host = Gen.Frequency((30, Gen.Const("Host: shop.example")), (1, Gen.OneOf(Hosts)));

    public static readonly Gen<string[]> All = Gen.Frequency(
        (1, Gen.Select(Host, host => (string[])[host])),
        (2, Gen.Select(Host, Line.Array[0, 4], (host, lines) => (string[])[host, .. lines])),
        (2, Gen.Select(Host, Gen.OneOf(Trusted).Array[1, 6], (host, lines) => (string[])[host, .. lines])));
}
