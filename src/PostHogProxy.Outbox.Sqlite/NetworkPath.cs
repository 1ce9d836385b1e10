using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>
/// SQLite's write-ahead log needs memory that processes share, which no network share has. There it hangs, and then says that the file is locked.
/// </summary>
internal static class NetworkPath
{
    private static readonly string[] Formats = ["nfs", "nfs4", "cifs", "smb", "smbfs", "smb3", "9p", "fuse.sshfs", "fuse.blobfuse", "fuse.blobfuse2", "ceph", "glusterfs"];

    /// <exception cref="OutboxStoreException">The folder lies on a network share.</exception>
    public static void Refuse(string folder)
    {
        if (Format(folder) is { } format)
        {
            throw new OutboxStoreException(
                $"The PostHog outbox cannot lie in {folder}: this is a network share ({format}), and SQLite loses its locks there. Set PostHogProxy:Outbox:Path to a local folder, or use the outbox of PostHogProxy.Outbox.Redis")
            {
                IsSettings = true,
            };
        }
    }

    private static string? Format(string folder)
    {
        if (folder.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return "UNC path";
        }

        try
        {
            var drive = new DriveInfo(folder);
            return drive.DriveType == DriveType.Network || Formats.Contains(drive.DriveFormat, StringComparer.OrdinalIgnoreCase) ? drive.DriveFormat : null;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
