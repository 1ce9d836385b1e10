using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace PostHogProxy.Testing.Edge;

/// <summary>What is learnt about one request while it is answered; the journal's row is made from it.</summary>
internal sealed class Exchange
{
    private readonly List<StandInEvent> _events = [];

    public string Outcome { get; set; } = "unanswered";

    public ReadOnlyMemory<byte> Body { get; private set; }

    public long BodyBytes { get; private set; }

    public string BodySha256 { get; private set; } = Hex(SHA256.HashData([]));

    public IReadOnlyList<StandInEvent> Events => _events;

    public static Exchange Of(HttpContext context)
    {
        if (context.Features.Get<Exchange>() is not { } exchange)
        {
            exchange = new Exchange();
            context.Features.Set(exchange);
        }

        return exchange;
    }

    /// <summary>The request target as it was sent: routing by a decoded path would hide what a proxy did to it.</summary>
    public static string RawTarget(HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    public static string RawPath(HttpContext context)
    {
        var target = RawTarget(context);
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }

    /// <summary>The name in the TLS handshake, null when the client sent none.</summary>
    public static string? Sni(HttpContext context) =>
        context.Features.Get<ISslStreamFeature>()?.SslStream.TargetHostName is { Length: > 0 } name ? name : null;

    public void Accept(StandInEvent captured) => _events.Add(captured);

    public void Read(ReadOnlyMemory<byte> body, long count, byte[] sha256)
    {
        Body = body;
        BodyBytes = count;
        BodySha256 = Hex(sha256);
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
