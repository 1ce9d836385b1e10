namespace PostHogProxy.Outbox.Protection;

/// <summary>Whether a folder lies on something that is mounted into the container, such as a volume.</summary>
internal static class Mounts
{
    private const string List = "/proc/self/mounts";

    public static bool Has(string folder)
    {
        try
        {
            return Has(folder, File.ReadAllLines(List));
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            // No list, as on Windows: nothing speaks against it.
            return true;
        }
    }

    /// <param name="folder">The folder.</param>
    /// <param name="mounts">Lines of fstab's form: device, mount point, and more.</param>
    public static bool Has(string folder, IEnumerable<string> mounts)
    {
        foreach (var mount in mounts)
        {
            // A blank in a path is written as \040.
            if (mount.Split(' ') is [_, var point, ..] && point.Replace(@"\040", " ", StringComparison.Ordinal).TrimEnd('/') is { Length: > 0 } root
                && (folder == root || folder.StartsWith(root + '/', StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }
}
