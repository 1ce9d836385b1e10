using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Admission.Targets;

/// <summary>The path inside a raw request target, and how the app's decoded path lies in it.</summary>
/// <param name="raw">The request target as it stood in the request line, or any path.</param>
/// <param name="start">Where the path starts.</param>
/// <param name="end">Where it ends and the query begins.</param>
internal readonly ref struct RawPath(string raw, int start, int end)
{
    /// <summary>Finds the path in origin form (<c>/path</c>) and in absolute form (<c>http://host/path</c>).</summary>
    public static RawPath Of(string raw, int end)
    {
        if (raw.StartsWith('/'))
        {
            return new(raw, 0, end);
        }

        var scheme = raw.AsSpan(0, end).IndexOf("://", StringComparison.Ordinal);
        var slash = scheme < 0 ? -1 : raw.IndexOf('/', scheme + 3, end - scheme - 3);
        return new(raw, slash < 0 ? end : slash, end);
    }

    /// <summary>
    /// How many segments come before <paramref name="path"/>: those of <paramref name="pathBase"/>, or none where a proxy in front has cut
    /// the base off and the app has set it again. Null where the app's path is not what the request line says.
    /// </summary>
    public int? SegmentsBefore(string pathBase, string path)
    {
        var written = raw.AsSpan(start, end - start);
        if (written.IsEmpty)
        {
            return null;
        }

        // Decodes as the server does: %2F stays. Most targets have nothing to decode.
        var decoded = written.Contains('%') ? PathString.FromUriComponent(written.ToString()).Value : written;
        if (decoded.SequenceEqual(path))
        {
            return 0;
        }

        return decoded.Length == pathBase.Length + path.Length
            && decoded.StartsWith(pathBase, StringComparison.Ordinal) && decoded.EndsWith(path, StringComparison.Ordinal)
            ? pathBase.AsSpan().Count('/')
            : null;
    }

    /// <summary>The position after the given number of segments.</summary>
    public int Skip(int segments)
    {
        var position = start;
        for (; segments > 0 && position < end; segments--)
        {
            var next = raw.AsSpan(position + 1, end - position - 1).IndexOf('/');
            position = next < 0 ? end : position + 1 + next;
        }

        return position;
    }
}
