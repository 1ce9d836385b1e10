using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PostHogProxy.Analyzers.Files;

/// <summary>Reads each text once: a build asks several times, an editor at every key pressed in some other file.</summary>
internal sealed class FileTexts<T>
    where T : class
{
    private readonly ConditionalWeakTable<SourceText, Entry> _known = new();
    private readonly Func<SourceText, string, CancellationToken, T?> _read;

    public FileTexts(Func<SourceText, string, CancellationToken, T?> read)
    {
        _read = read;
    }

    /// <summary>Null where the file cannot be read, is too large, or is not what it should be.</summary>
    public T? Of(AdditionalText file, int largest, CancellationToken cancellation)
    {
        if (file.Read(cancellation) is not { } text || text.Length > largest)
        {
            return null;
        }

        // Two that come at once both read; cancelled, neither is remembered.
        if (_known.TryGetValue(text, out var entry))
        {
            return entry.Value;
        }

        var read = new Entry(_read(text, file.Path, cancellation));
        return _known.GetValue(text, _ => read).Value;
    }

    private sealed class Entry
    {
        public Entry(T? value)
        {
            Value = value;
        }

        public T? Value { get; }
    }
}
