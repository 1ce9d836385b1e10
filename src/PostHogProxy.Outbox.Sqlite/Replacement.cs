using System.Globalization;
using Microsoft.Data.Sqlite;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>
/// A new file in the place of a broken one. It is made beside it, and takes its place when all that can be read is in it: a disk that fills up, or
/// a kill, in the middle of it loses nothing, and the next start does it again.
/// </summary>
internal static class Replacement
{
    // What was kept must fit, whatever bound the settings have now.
    private const string NoBound = "PRAGMA max_page_count = 4294967294";

    /// <exception cref="IOException">The disk fails; the broken file is where it was, or the new one is whole.</exception>
    /// <exception cref="SqliteException">The new file cannot be written.</exception>
    public static Salvage Make(OutboxFile file)
    {
        var next = file.Next;
        Delete(next);
        next.Create();
        int requests;
        using (var fresh = next.Connect(canWrite: true))
        {
            fresh.Execute(NoBound);
            requests = Salvage.Take(file.Path, fresh);

            // Its first column is 1 where it could not. Only what is in the file itself moves with it.
            if (fresh.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
            {
                throw new SqliteException("The new file is in use.", 5);
            }
        }

        var aside = $"{file.Path}.broken-{DateTime.UtcNow.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture)}";

        // The file itself first: without it, Finish knows how far this came.
        foreach (var part in file.Parts.Where(File.Exists))
        {
            File.Move(part, aside + part[file.Path.Length..]);
        }

        // Over an empty one, which a process that starts at this very moment may have made.
        File.Move(next.Path, file.Path, overwrite: true);
        return new(aside, requests);
    }

    /// <summary>Goes on where a kill has come between: the broken file is aside, and the new one, which is whole, is not yet in its place.</summary>
    public static void Finish(OutboxFile file)
    {
        if (File.Exists(file.Path) || !File.Exists(file.Next.Path))
        {
            return;
        }

        using var lease = file.TryLock();
        if (lease is not null && !File.Exists(file.Path))
        {
            // The log of the broken file is none of the new one's; what could be read of it is in there.
            Delete(file);
            File.Move(file.Next.Path, file.Path);
        }
    }

    private static void Delete(OutboxFile file)
    {
        foreach (var part in file.Parts)
        {
            File.Delete(part);
        }
    }
}
