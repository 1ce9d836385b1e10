using System.Buffers.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using PostHogProxy.Http2.Connections;
using PostHogProxy.Responses;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>An answer that came over our own connection. Most of its headers are for nobody, and become no text.</summary>
internal class Http2Answer(Http2Stream stream) : UpstreamAnswer
{
    protected Http2Stream Stream { get; set; } = stream;

    public override ValueTask HeadAsync(CancellationToken cancellationToken) => Stream.ResponseAsync(cancellationToken);

    public override int Status => Stream.Status;

    public override string? ContentType => Find("content-type"u8);

    public override string? RetryAfter => Find("retry-after"u8);

    public override void CopyHeaders(IHeaderDictionary to, bool withContent, bool appAnswersCors)
    {
        var copied = 0u;
        foreach (var field in Stream.Headers)
        {
            if (ResponseHeaders.Find(field.Name, appAnswersCors) is not { } header || (!withContent && header.DescribesContent))
            {
                continue;
            }

            if (header.Name == HeaderNames.ContentLength)
            {
                to.ContentLength = Utf8Parser.TryParse(field.Value, out long length, out _) ? length : null;
            }
            else if (KnownTexts.Of(field.Value) is { } value)
            {
                // What the app has set before is replaced; what PostHog says twice stays twice.
                to[header.Name] = (copied & header.Bit) == 0 ? value : Microsoft.Extensions.Primitives.StringValues.Concat(to[header.Name], value);
                copied |= header.Bit;
            }
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => Stream.ReadAsync(buffer, cancellationToken);

    public override void Dispose() => Stream.Dispose();

    private string? Find(ReadOnlySpan<byte> name)
    {
        string? found = null;
        foreach (var field in Stream.Headers)
        {
            if (field.Name.SequenceEqual(name))
            {
                var value = KnownTexts.Of(field.Value) ?? System.Text.Encoding.UTF8.GetString(field.Value);
                found = found is null ? value : $"{found}, {value}";
            }
        }

        return found;
    }
}
