namespace PostHogProxy.Tool;

/// <summary>Reads a file that a person named, and says in one line what is wrong with it.</summary>
internal static class TextFile
{
    // The largest filter list there is has 6 MB.
    private const long Limit = 64 * 1024 * 1024;
    private const int LookedAt = 8192;

    public static async Task<string> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            throw new UsageException($"'{path}' is a directory. Name a file in it.");
        }

        try
        {
            if (new FileInfo(path).Length > Limit)
            {
                throw new UsageException($"'{path}' is larger than {Limit / 1024 / 1024} MB: it is no file of the kind that is read here.");
            }

            var text = await File.ReadAllTextAsync(path, cancellationToken);
            return text.AsSpan(0, Math.Min(text.Length, LookedAt)).Contains('\0')
                ? throw new UsageException($"'{path}' is a binary file. Name a text file.")
                : text;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file '{path}'.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"'{path}' cannot be read: {unreadable.Message}");
        }
    }
}
