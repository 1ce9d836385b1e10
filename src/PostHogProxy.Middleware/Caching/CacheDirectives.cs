using System.Buffers;

namespace PostHogProxy.Caching;

/// <summary>
/// What <c>Cache-Control</c> of an answer says (RFC 9111, 5.2.2), and <c>stale-while-revalidate</c> (RFC 5861). Names are read in any case, values
/// as tokens and as quoted strings, and of a directive that is there twice the first counts.
/// </summary>
internal readonly record struct CacheDirectives
{
    private const string Between = " \t,";

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Whether it may not be kept for others at all. What forbids some headers only, forbids the whole here.</summary>
    public bool ForbidsKeeping { get; private init; }

    public bool MustRevalidate { get; private init; }

    /// <summary>Zero where there is one that is no number: such an answer has run out.</summary>
    public TimeSpan? SharedMaxAge { get; private init; }

    /// <summary>The same.</summary>
    public TimeSpan? MaxAge { get; private init; }

    public TimeSpan? StaleWhileRevalidate { get; private init; }

    /// <summary>Null where it cannot be read: then it allows nothing.</summary>
    public static CacheDirectives? Of(ReadOnlySpan<char> text)
    {
        var read = default(CacheDirectives);
        for (text = text.TrimStart(Between); !text.IsEmpty; text = text.TrimStart(Between))
        {
            var length = text.IndexOfAnyExcept(TokenCharacters) is var end and >= 0 ? end : text.Length;
            var name = text[..length];
            if (name.IsEmpty || LengthOfValue(text[length..]) is not { } written)
            {
                return null;
            }

            var value = text.Slice(length, written);
            text = text[(length + written)..].TrimStart(" \t");
            if (text is not ([] or [',', ..]))
            {
                return null;
            }

            read = read.With(name, value is ['=', '"', .. var quoted, '"'] ? quoted : value is ['=', .. var plain] ? plain.TrimEnd(" \t") : value);
        }

        return read;
    }

    private CacheDirectives With(ReadOnlySpan<char> name, ReadOnlySpan<char> value) =>
        Is(name, "no-store") || Is(name, "no-cache") || Is(name, "private") ? this with { ForbidsKeeping = true }
        : Is(name, "must-revalidate") || Is(name, "proxy-revalidate") ? this with { MustRevalidate = true }
        : Is(name, "max-age") ? this with { MaxAge = MaxAge ?? DeltaSeconds.Of(value) ?? TimeSpan.Zero }
        : Is(name, "s-maxage") ? this with { SharedMaxAge = SharedMaxAge ?? DeltaSeconds.Of(value) ?? TimeSpan.Zero }
        : Is(name, "stale-while-revalidate") ? this with { StaleWhileRevalidate = StaleWhileRevalidate ?? DeltaSeconds.Of(value) ?? TimeSpan.Zero }
        : this;

    private static bool Is(ReadOnlySpan<char> name, string directive) => name.Equals(directive, StringComparison.OrdinalIgnoreCase);

    // With the sign; zero where there is none. A value that is not quoted ends at a comma, whatever stands in it: it may be no number, and then says so.
    private static int? LengthOfValue(ReadOnlySpan<char> text)
    {
        if (text is not ['=', ..])
        {
            return 0;
        }

        if (text is not ['=', '"', ..])
        {
            return text.IndexOf(',') is var comma and >= 0 ? comma : text.Length;
        }

        for (var at = 2; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == '"')
            {
                return at + 1;
            }
        }

        return null;
    }
}
