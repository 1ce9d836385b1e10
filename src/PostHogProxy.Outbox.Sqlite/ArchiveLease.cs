namespace PostHogProxy.Outbox.Sqlite;

/// <summary>The lease of a process that is not the app's: its file goes with it.</summary>
internal sealed class ArchiveLease(FileStream held, string path) : IDisposable
{
    public void Dispose()
    {
        // While it is held: whoever opens the path from now on gets a file of their own.
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        held.Dispose();
    }
}
