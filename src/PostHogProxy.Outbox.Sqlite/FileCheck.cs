using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>Looks at the file before anybody uses it.</summary>
internal static class FileCheck
{
    /// <exception cref="OutboxStoreException">There can be no outbox there.</exception>
    public static Salvage? Run(OutboxFile file)
    {
        var failures = new StoreFailures(file);
        try
        {
            // A folder that is not there lies on no disk yet.
            file.CreateFolder();
            NetworkPath.Refuse(file.Folder);
            Replacement.Finish(file);
            file.Create();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw failures.Explain(refused);
        }

        try
        {
            Check(file);
            return null;
        }
        catch (SqliteException broken) when (StoreFailures.IsBroken(broken))
        {
            return Replace(file, failures);
        }
        catch (SqliteException failure)
        {
            throw failures.Explain(failure);
        }
    }

    private static void Check(OutboxFile file)
    {
        using var connection = file.Connect(canWrite: true);

        // Reads every page; an index that disagrees with its table counts too.
        if (connection.Text("PRAGMA integrity_check(1)") is var verdict && verdict != "ok")
        {
            throw new SqliteException(verdict, 11);
        }

        // What has no time at all would never be too old. The schema forbids it; another one may not.
        if (connection.Number("SELECT count(*) FROM request WHERE received_at IS NULL") > 0)
        {
            connection.Execute("DELETE FROM request WHERE received_at IS NULL");
        }

        Room.Recount(connection);
    }

    private static Salvage Replace(OutboxFile file, StoreFailures failures)
    {
        try
        {
            // While another process is at it, it is that one's to say so.
            using var lease = file.TryLock()
                ?? throw new OutboxStoreException($"The file of the PostHog outbox is broken, and another process uses it: {file.Path}. End that process, and start this one again");
            return Replacement.Make(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or SqliteException)
        {
            throw failures.Explain(failure);
        }
    }
}
