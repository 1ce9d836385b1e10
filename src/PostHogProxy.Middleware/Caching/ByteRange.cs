using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PostHogProxy.Caching;

/// <summary>The one part of a body that is asked for. A length of zero is one that the body does not have.</summary>
internal readonly record struct ByteRange(int Start, int Length)
{
    public bool IsSatisfiable => Length > 0;

    /// <summary>Null where the whole is to be sent: the header is none, or asks for several parts, which nobody needs of a script.</summary>
    public static ByteRange? Of(StringValues header, int length)
    {
        if (!RangeHeaderValue.TryParse(header.ToString(), out var asked) || asked.Ranges.Count != 1 || !asked.Unit.Equals("bytes", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        foreach (var range in asked.Ranges)
        {
            if (range.From is not { } from)
            {
                var last = (int)Math.Min(range.To!.Value, length);
                return new(length - last, last);
            }

            return from >= length ? new(0, 0) : new((int)from, (int)(Math.Min(range.To ?? long.MaxValue, length - 1) - from + 1));
        }

        return null;
    }

    public string ContentRange(int whole) => IsSatisfiable
        ? string.Create(CultureInfo.InvariantCulture, $"bytes {Start}-{Start + Length - 1}/{whole}")
        : string.Create(CultureInfo.InvariantCulture, $"bytes */{whole}");
}
