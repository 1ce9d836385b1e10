using System.IO.Compression;
using System.Text;

namespace PostHogProxy.Verification.Questions;

/// <summary>A body that was read: how long it was on the wire, and its text.</summary>
internal readonly record struct ReplyContent(long WireLength, string Text)
{
    public static readonly ReplyContent None = new(0, "");

    // posthog-js is 0.2 MB, its full build below 1 MB. What is longer is no answer of PostHog's, and its start tells what it is.
    private const int Limit = 4 * 1024 * 1024;

    public static async Task<ReplyContent> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var wire = new MemoryStream();
            await CopyAsync(stream, wire, cancellationToken).ConfigureAwait(false);
            content.Headers.NonValidated.TryGetValues("Content-Encoding", out var encoding);
            return new(wire.Length, await TextAsync(wire, encoding.ToString(), cancellationToken).ConfigureAwait(false));
        }
    }

    private static async Task<string> TextAsync(MemoryStream wire, string encoding, CancellationToken cancellationToken)
    {
        wire.Position = 0;
        using var text = new MemoryStream();
        try
        {
            Stream decoded = encoding switch
            {
                "gzip" => new GZipStream(wire, CompressionMode.Decompress),
                "br" => new BrotliStream(wire, CompressionMode.Decompress),
                "deflate" => new ZLibStream(wire, CompressionMode.Decompress),
                _ => wire,
            };
            await using (decoded.ConfigureAwait(false))
            {
                await CopyAsync(decoded, text, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException)
        {
            // Not what its header says: a browser cannot read it either, and the checks see a text that is not PostHog's.
            return "";
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static async Task CopyAsync(Stream from, MemoryStream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        int read;
        while (to.Length < Limit && (read = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            to.Write(buffer, 0, read);
        }
    }
}
