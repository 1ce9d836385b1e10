using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace PostHogProxy.Forwarding.Headers;

/// <summary>
/// What of the visitor's headers goes on to PostHog. A list of what passes, not of what does not: a header that somebody invents
/// tomorrow stays here.
/// </summary>
internal static class RequestHeaders
{
    private const string PostHogPrefix = "PostHog-";
    private const string ForwardedFor = "X-Forwarded-For";
    private const string IdempotencyKey = "Idempotency-Key";

    private static readonly FrozenDictionary<string, bool> KeptIsContent = new Dictionary<string, bool>
    {
        // What the answer depends on.
        [HeaderNames.Accept] = false,
        [HeaderNames.AcceptCharset] = false,
        [HeaderNames.AcceptLanguage] = false,

        // Becomes $browser, $os and $device_type; without it every visitor is the proxy.
        [HeaderNames.UserAgent] = false,

        // The project's list of permitted domains is checked against it; the preflight needs its own two.
        [HeaderNames.Origin] = false,
        [HeaderNames.AccessControlRequestMethod] = false,
        [HeaderNames.AccessControlRequestHeaders] = false,

        // A range without its condition could join two versions of a script.
        [HeaderNames.IfNoneMatch] = false,
        [HeaderNames.IfModifiedSince] = false,
        [HeaderNames.IfRange] = false,
        [HeaderNames.Range] = false,

        // The support widget's own session.
        ["X-Conversations-Token"] = false,

        // gzip travels as text/plain without an encoding: whatever is written here is the client's affair.
        [HeaderNames.ContentType] = true,
        [HeaderNames.ContentEncoding] = true,
        [HeaderNames.ContentLength] = true,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether PostHog is sent a header of this name, with the visitor's value or one that is made from the visitor's.</summary>
    public static bool Passes(ReadOnlySpan<char> name) =>
        KeptIsContent.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(name)
        || name.StartsWith(PostHogPrefix, StringComparison.OrdinalIgnoreCase)
        || name.Equals(HeaderNames.Referer, StringComparison.OrdinalIgnoreCase)
        || name.Equals(ForwardedFor, StringComparison.OrdinalIgnoreCase);

    public static void Copy<TTarget>(HttpContext context, ref TTarget target, RequestHeaderPolicy policy)
        where TTarget : struct, IHeaderTarget
    {
        var incoming = context.Request.Headers;
        var connection = new ConnectionOptions(incoming.Connection);
        foreach (var (name, values) in incoming)
        {
            if (KeptIsContent.TryGetValue(name, out var isContent))
            {
                if (!connection.Names(name) && (policy.BodyIsAsSent || !isContent || !name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase)))
                {
                    target.Add(name, values, isContent);
                }
            }
            else if (name.StartsWith(PostHogPrefix, StringComparison.OrdinalIgnoreCase) && !connection.Names(name))
            {
                target.Add(name, values, isContent: false);
            }
        }

        if (policy.AcceptEncoding.Count > 0)
        {
            target.Add(HeaderNames.AcceptEncoding, policy.AcceptEncoding, isContent: false);
        }

        if (policy.PassesServerKey && ServerKey.IsIn(incoming.Authorization))
        {
            target.Add(HeaderNames.Authorization, incoming.Authorization, isContent: false);

            // posthog-node sends an e-mail once more with the same key; without it the e-mail goes out twice.
            target.Add(IdempotencyKey, incoming[IdempotencyKey], isContent: false);
        }

        if (TrimmedReferer.TryRead(incoming.Referer, out var scheme, out var host))
        {
            AddReferer(ref target, scheme, host);
        }

        Span<char> address = stackalloc char[ClientAddress.Longest];
        if (ClientAddress.TryWrite(context.Connection.RemoteIpAddress, policy.Address, address, out var length))
        {
            target.Add(ForwardedFor, address[..length]);
        }
    }

    private static void AddReferer<TTarget>(ref TTarget target, ReadOnlySpan<char> scheme, ReadOnlySpan<char> host)
        where TTarget : struct, IHeaderTarget
    {
        const int Usual = 256;
        Span<char> referer = scheme.Length + host.Length < Usual ? stackalloc char[Usual] : new char[scheme.Length + host.Length + 1];
        scheme.CopyTo(referer);
        host.CopyTo(referer[scheme.Length..]);
        var length = scheme.Length + host.Length;
        referer[length] = '/';
        target.Add(HeaderNames.Referer, referer[..(length + 1)]);
    }
}
