using System.Globalization;
using System.Security.Cryptography;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What an app has made of an exchange, against the same one with PostHog directly. Empty is what is wanted.</summary>
internal static class Differences
{
    // What the SDK, the browser or a cache acts upon.
    private static readonly string[] SameValue =
    [
        "Content-Type", "Content-Encoding", "Cache-Control", "ETag", "Last-Modified", "Retry-After", "Access-Control-Allow-Origin",
    ];

    // PostHog's edge puts these on every answer; they speak for its own origin.
    private static readonly string[] NotOurs =
        ["Server", "Via", "Alt-Svc", "NEL", "Report-To", "cf-ray", "cf-cache-status", "Content-Security-Policy-Report-Only"];

    public static IEnumerable<string> InAnswer(SdkAnswer seen, SdkAnswer direct, IReadOnlyList<string> own)
    {
        if (seen.Status != direct.Status)
        {
            yield return $"status {seen.Status} instead of {direct.Status}";
        }

        if (!seen.Body.AsSpan().SequenceEqual(direct.Body))
        {
            yield return $"{seen.Body.Length} bytes that are not PostHog's {direct.Body.Length}";
        }

        foreach (var name in SameValue.Except(own))
        {
            if (seen.Value(name) != direct.Value(name))
            {
                yield return $"{name} is '{seen.Value(name)}' instead of '{direct.Value(name)}'";
            }
        }

        foreach (var header in seen.Headers.Where(header => header.Count() > 1 && header.Key != "Vary"))
        {
            yield return $"{header.Key} stands {header.Count()} times";
        }

        foreach (var name in NotOurs.Where(seen.Headers.Contains))
        {
            yield return $"{name} is PostHog's";
        }

        if (seen.Value("Set-Cookie").Contains("__cf_bm", StringComparison.Ordinal)
            || seen.Value("Strict-Transport-Security").Contains("preload", StringComparison.Ordinal))
        {
            yield return "a cookie or HSTS of PostHog's";
        }
    }

    /// <summary>What reached PostHog of the body: as it was sent, or decoded and then without the word and the length of its old form.</summary>
    public static IEnumerable<string> InBody(StandInRequest arrived, SdkRequest sent)
    {
        var encoding = string.Join(", ", arrived.HeaderValues("Content-Encoding"));
        var expected = encoding == "gzip" ? sent.Body : sent.Decoded();
        if (arrived.BodySha256 != Convert.ToHexStringLower(SHA256.HashData(expected ?? [])))
        {
            yield return $"the body that arrived, encoded as '{encoding}', is not the one that was sent";
        }

        if (arrived.HeaderValues("Content-Length").Any(length => length != arrived.BodyBytes.ToString(CultureInfo.InvariantCulture)))
        {
            yield return "the length that arrived is not the body's";
        }

        if (arrived.RawTarget != sent.Path || arrived.HeaderValues("Cookie").Any())
        {
            yield return $"the target that arrived is {arrived.RawTarget}, or it has a cookie";
        }
    }
}
