using Microsoft.Extensions.Primitives;

namespace PostHogProxy.Forwarding.Headers;

/// <summary>The header names a message's <c>Connection</c> declares to be for the next hop only (RFC 9110, 7.6.1).</summary>
internal readonly struct ConnectionOptions
{
    private readonly string? _names;

    public ConnectionOptions(StringValues connection)
    {
        // Nearly every request says keep-alive, close or nothing, and that names no header.
        var text = connection.Count == 0 ? null : connection.ToString();
        _names = text is null || text.Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
            || text.Equals("close", StringComparison.OrdinalIgnoreCase) ? null : text;
    }

    public bool Names(string header)
    {
        if (_names is null)
        {
            return false;
        }

        var names = _names.AsSpan();
        foreach (var range in names.Split(','))
        {
            if (names[range].Trim().Equals(header, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
