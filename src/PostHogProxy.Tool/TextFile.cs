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
            throw new UsageException($"'{path}' is a directory. Write the path of a file.");
        }

        try
        {
            if (new FileInfo(path).Length > Limit)
            {
                throw new UsageException($"'{path}' is larger than {Limit / 1024 / 1024} MB. This command reads only smaller files.");
            }

            var text = await File.ReadAllTextAsync(path, cancellationToken);
            return text.AsSpan(0, Math.Min(text.Length, LookedAt)).Contains('\0')
                ? throw new UsageException($"'{path}' is a binary file. Write the path of a text file.")
                : text;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file '{path}'.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"'{path}' can't be read: {unreadable.Message}");
        }
    }
}
