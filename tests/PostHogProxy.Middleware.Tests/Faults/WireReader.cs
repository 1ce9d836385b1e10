using System.Globalization;
using System.Text;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>Reads HTTP/1.1 by hand, and anything else that comes in lines and lengths.</summary>
internal sealed class WireReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The lines of the next head, without the empty one that ends it; null where the connection ends before.</summary>
    public async Task<string[]?> HeadAsync(CancellationToken cancellation)
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
        return head.Split("\r\n");
    }

    /// <summary>Reads a body to its end; its length, or null where it ends before its framing says so.</summary>
    public async Task<long?> BodyAsync(string[] head, CancellationToken cancellation)
    {
        if (Header(head, "Transfer-Encoding") is not null)
        {
            return await ChunkedAsync(cancellation);
        }

        var length = long.Parse(Header(head, "Content-Length") ?? "0", CultureInfo.InvariantCulture);
        return await SkipAsync(length, cancellation) ? length : null;
    }

    public static string? Header(string[] head, string name) =>
        head.Skip(1).FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    public async Task<bool> ReadAsync(Memory<byte> into, CancellationToken cancellation)
    {
        while (_end - _start < into.Length)
        {
            if (!await FillAsync(cancellation))
            {
                return false;
            }
        }

        _buffer.AsMemory(_start, into.Length).CopyTo(into);
        _start += into.Length;
        return true;
    }

    public async Task<bool> SkipAsync(long length, CancellationToken cancellation)
    {
        while (length > 0)
        {
            if (_start == _end && !await FillAsync(cancellation))
            {
                return false;
            }

            var step = (int)Math.Min(length, _end - _start);
            _start += step;
            length -= step;
        }

        return true;
    }

    private async Task<long?> ChunkedAsync(CancellationToken cancellation)
    {
        for (long sum = 0; ;)
        {
            if (await LineAsync(cancellation) is not { } line
                || !long.TryParse(line.Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length))
            {
                return null;
            }

            if (length == 0)
            {
                return await LineAsync(cancellation) is not null ? sum : null;
            }

            if (!await SkipAsync(length + 2, cancellation))
            {
                return null;
            }

            sum += length;
        }
    }

    private async Task<string?> LineAsync(CancellationToken cancellation)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellation))
            {
                return null;
            }
        }

        var line = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 2;
        return line;
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        try
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation);
            _end += read;
            return read > 0;
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
