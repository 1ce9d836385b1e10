using System.Text;

namespace PostHogProxy.Tool;

/// <summary>
/// A file that may be changed. Its text is every byte of it, the mark at its start included, so that what is not changed is written back
/// as it was.
/// </summary>
internal sealed class WholeFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _path;

    private WholeFile(string path, string text)
    {
        _path = path;
        Text = text;
    }

    public string Text { get; }

    public static async Task<WholeFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        // What is wrong with a file is said in the same words for every command.
        await TextFile.ReadAsync(path, cancellationToken);
        try
        {
            return new(path, Strict.GetString(await File.ReadAllBytesAsync(path, cancellationToken)));
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"'{path}' isn't UTF-8, so it couldn't be written back unchanged.");
        }
    }

    /// <summary>Puts the text in place of the file in one step: whoever reads it meanwhile gets the old or the new, never a part.</summary>
    public async Task ReplaceAsync(string text, CancellationToken cancellationToken)
    {
        string? beside = null;
        try
        {
            // A link stays a link; what it names is replaced.
            var target = File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(_path);
            beside = $"{target}.{Path.GetRandomFileName()}";
            await WriteAsync(beside, Strict.GetBytes(text), cancellationToken);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(beside, File.GetUnixFileMode(target));
            }

            File.Move(beside, target, overwrite: true);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{_path}' can't be written: {wrong.Message}");
        }
        finally
        {
            if (beside is not null)
            {
                File.Delete(beside);
            }
        }
    }

    // The file has Pomerium's secrets: until it has the mode of the one it replaces, nobody else may read it.
    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, options);
        await file.WriteAsync(bytes, cancellationToken);
    }
}
