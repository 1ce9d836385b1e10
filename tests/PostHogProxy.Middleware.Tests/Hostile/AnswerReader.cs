using System.Globalization;
using System.Text;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>One answer as a raw socket sees it; status 0 where the connection ended without one.</summary>
internal readonly record struct Answer(int Status, string Head);

/// <summary>Reads the answers of one connection, one after the other.</summary>
internal sealed class AnswerReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next answer that ends a request; a 101 is one too.</summary>
    /// <param name="isHead">Whether a length in the head is not that of a body.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Answer> NextAsync(bool isHead, CancellationToken cancellation)
    {
        while (await HeadAsync(cancellation) is { } head)
        {
            var status = head.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
                && int.TryParse(head.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
            if (status is >= 100 and < 200 and not 101)
            {
                continue;
            }

            return isHead || await SkipAsync(Length(head), cancellation) ? new(status, head) : new(0, head);
        }

        return default;
    }

    private async Task<string?> HeadAsync(CancellationToken cancellation)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellation))
            {
                return null;
            }
        }

        var head = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 4;
        return head;
    }

    private async Task<bool> SkipAsync(int length, CancellationToken cancellation)
    {
        while (_end - _start < length)
        {
            if (!await FillAsync(cancellation))
            {
                return false;
            }
        }

        _start += length;
        return true;
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        try
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            _end += read;
            return read > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // The stand-in answers with a length, and so does the server where it refuses.
    private static int Length(string head)
    {
        const string Name = "\r\nContent-Length: ";
        var start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return 0;
        }

        var value = head.AsSpan(start + Name.Length);
        var end = value.IndexOf('\r');
        return int.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
    }
}
