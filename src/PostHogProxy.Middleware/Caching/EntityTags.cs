using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PostHogProxy.Caching;

/// <summary>Compares entity tags as RFC 9110 has it.</summary>
internal static class EntityTags
{
    public static bool IsOne(string text) => EntityTagHeaderValue.TryParse(text, out var tag) && tag.Tag != "*";

    /// <summary>Whether a browser that says <c>If-None-Match</c> has it already; weak and strong count the same there.</summary>
    public static bool Matches(StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 1 && ifNoneMatch[0] is { } one && (one == tag || one == "*"))
        {
            return true;
        }

        if (!EntityTagHeaderValue.TryParseList([.. ifNoneMatch!], out var listed) || !EntityTagHeaderValue.TryParse(tag, out var ours))
        {
            return false;
        }

        foreach (var each in listed)
        {
            if (each.Tag == "*" || each.Compare(ours, useStrongComparison: false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether a part may be added to what the browser has: only where the tag is strong, or the time the very same and sure to be of one version, a
    /// second older than the answer (RFC 9110, 8.8.2.2 and 13.1.5).
    /// </summary>
    public static bool AllowsRange(StringValues ifRange, AssetHeaders headers, DateTimeOffset now)
    {
        var condition = ifRange.ToString();
        return ifRange.Count == 0
            || (condition == headers.ETag && !condition.StartsWith("W/", StringComparison.Ordinal))
            || (condition == headers.LastModified
                && HttpDate.Of(condition, now) is { } changed && HttpDate.Of(headers.Date, now) is { } written && written - changed >= TimeSpan.FromSeconds(1));
    }
}
