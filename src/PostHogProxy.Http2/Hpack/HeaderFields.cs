using System.Buffers;
using System.Buffers.Binary;

namespace PostHogProxy.Http2.Hpack;

/// <summary>One header field of an answer.</summary>
internal readonly ref struct HeaderField(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
{
    /// <summary>In lower case.</summary>
    public ReadOnlySpan<byte> Name { get; } = name;

    public ReadOnlySpan<byte> Value { get; } = value;
}

/// <summary>The header fields of an answer as bytes, one behind the other in rented memory: most are never looked at, and become no text.</summary>
internal struct HeaderFields
{
    private const int LengthsSize = 8;
    private const int UsualSize = 512;

    // Section 6.5.2 of RFC 9113: what a field counts beyond its bytes.
    private const int Overhead = 32;

    private byte[]? _bytes;
    private int _length;

    /// <summary>The size of the list, as SETTINGS_MAX_HEADER_LIST_SIZE counts it.</summary>
    public int ListSize { get; private set; }

    public readonly Enumerator GetEnumerator() => new(_bytes.AsSpan(0, _length));

    /// <summary>Space for the next field; <see cref="Commit"/> says how much of it was needed.</summary>
    public Span<byte> Reserve(int nameAndValue)
    {
        var needed = _length + LengthsSize + nameAndValue;
        if (_bytes is null || _bytes.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Max(UsualSize, _length * 2)));
            _bytes.AsSpan(0, _length).CopyTo(larger);
            Return();
            _bytes = larger;
        }

        return _bytes.AsSpan(_length + LengthsSize, nameAndValue);
    }

    public void Commit(int nameLength, int valueLength)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), nameLength);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length + 4), valueLength);
        _length += LengthsSize + nameLength + valueLength;
        ListSize += nameLength + valueLength + Overhead;
    }

    public void Clear() => (_length, ListSize) = (0, 0);

    public void Free()
    {
        Return();
        (_bytes, _length, ListSize) = (null, 0, 0);
    }

    private readonly void Return()
    {
        if (_bytes is { Length: > 0 })
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }

    public ref struct Enumerator(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> _rest = rest;

        public HeaderField Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty)
            {
                return false;
            }

            var name = BinaryPrimitives.ReadInt32LittleEndian(_rest);
            var value = BinaryPrimitives.ReadInt32LittleEndian(_rest[4..]);
            Current = new(_rest.Slice(LengthsSize, name), _rest.Slice(LengthsSize + name, value));
            _rest = _rest[(LengthsSize + name + value)..];
            return true;
        }
    }
}
