using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PostHogProxy.Analyzers.Files;

/// <summary>The text of an additional file. An editor or a build may hand over one that went away, or that its own reader fails at.</summary>
internal static class ReadableText
{
    /// <summary>Null where it cannot be read; then nothing is said of the file.</summary>
    public static SourceText? Read(this AdditionalText file, CancellationToken cancellation)
    {
        try
        {
            return file.GetText(cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null;
        }
    }
}
