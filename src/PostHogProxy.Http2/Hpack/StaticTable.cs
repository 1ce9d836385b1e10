using System.Collections.Frozen;

namespace PostHogProxy.Http2.Hpack;

/// <summary>The fields that both sides know (RFC 7541, appendix A). An index counts from 1.</summary>
internal static class StaticTable
{
    public const int Count = 61;

    private static readonly (byte[] Name, byte[] Value)[] Fields = Read();

    private static readonly FrozenDictionary<string, int> NameIndexes = Names();

    public static (byte[] Name, byte[] Value) Field(int index) => Fields[index - 1];

    public static string NameAt(int index) => System.Text.Encoding.ASCII.GetString(Field(index).Name);

    /// <summary>The first index with this name; 0 where there is none.</summary>
    public static int IndexOf(string name) => NameIndexes.GetValueOrDefault(name);

    private static FrozenDictionary<string, int> Names()
    {
        var indexes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var index = Count; index > 0; index--)
        {
            indexes[NameAt(index)] = index;
        }

        return indexes.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private static (byte[] Name, byte[] Value)[] Read()
    {
        const string Table =
            """
            :authority
            :method GET
            :method POST
            :path /
            :path /index.html
            :scheme http
            :scheme https
            :status 200
            :status 204
            :status 206
            :status 304
            :status 400
            :status 404
            :status 500
            accept-charset
            accept-encoding gzip, deflate
            accept-language
            accept-ranges
            accept
            access-control-allow-origin
            age
            allow
            authorization
            cache-control
            content-disposition
            content-encoding
            content-language
            content-length
            content-location
            content-range
            content-type
            cookie
            date
            etag
            expect
            expires
            from
            host
            if-match
            if-modified-since
            if-none-match
            if-range
            if-unmodified-since
            last-modified
            link
            location
            max-forwards
            proxy-authenticate
            proxy-authorization
            range
            referer
            refresh
            retry-after
            server
            set-cookie
            strict-transport-security
            transfer-encoding
            user-agent
            vary
            via
            www-authenticate
            """;
        return [.. Table.Split('\n', StringSplitOptions.TrimEntries).Select(static line => line.Split(' ', 2))
            .Select(static field => (System.Text.Encoding.ASCII.GetBytes(field[0]), field.Length > 1 ? System.Text.Encoding.ASCII.GetBytes(field[1]) : []))];
    }
}
