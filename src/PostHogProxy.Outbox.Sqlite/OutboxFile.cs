using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>The file: where it may lie, who may read it, and how a connection to it is set up.</summary>
internal sealed class OutboxFile(SqliteStoreOptions options)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.GetFullPath(options.Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Held by the process that sends. The system frees it when the process ends, however it ends.</summary>
    public string LockPath => Path + ".lock";

    /// <summary>The file and what SQLite writes beside it.</summary>
    public IEnumerable<string> Parts => [Path, Path + "-wal", Path + "-shm"];

    /// <summary>Where a new file is made before it takes the place of this one.</summary>
    public OutboxFile Next => new(options with { Path = Path + ".next" });

    /// <summary>What was found broken once, and put aside.</summary>
    public IEnumerable<string> Broken => Directory.Exists(Folder) ? Directory.GetFiles(Folder, System.IO.Path.GetFileName(Path) + ".broken-*").Order(StringComparer.Ordinal) : [];

    /// <summary>Makes the folder and the file, for their owner only: what visitors did stands in it.</summary>
    public void Create()
    {
        CreateFolder();

        // SQLite gives its other files the mode of this one.
        using (Open(Path))
        {
        }
    }

    public void CreateFolder()
    {
        if (!Directory.Exists(Folder))
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Folder);
            }
            else
            {
                Directory.CreateDirectory(Folder, OwnerOnly | UnixFileMode.UserExecute);
            }
        }
    }

    public static FileStream Open(string path, FileShare share = FileShare.ReadWrite | FileShare.Delete)
    {
        var mode = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            mode.UnixCreateMode = OwnerOnly;
        }

        return new(path, mode);
    }

    /// <summary>Takes the lock of the process that sends; null while another process has it.</summary>
    /// <exception cref="IOException">It cannot be had at all: the disk fails, or the folder is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">The app's user may not open it.</exception>
    public FileStream? TryLock()
    {
        try
        {
            return Open(LockPath, FileShare.None);
        }
        catch (IOException held) when (IsHeld(held.HResult))
        {
            return null;
        }
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows; elsewhere flock's EWOULDBLOCK, which is another number on Linux than on macOS.
    private static bool IsHeld(int code) => OperatingSystem.IsWindows() ? code is unchecked((int)0x80070020) or unchecked((int)0x80070021) : code is 11 or 35;

    /// <param name="canWrite">Whether the file is set up as well.</param>
    /// <param name="patience">How long one command waits for a lock; whole seconds.</param>
    public SqliteConnection Connect(bool canWrite, TimeSpan? patience = null)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling((patience ?? FileWriter.Patience).TotalSeconds)),
        }.ToString());
        try
        {
            connection.Open();
            if (canWrite)
            {
                SetUp(connection);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void SetUp(SqliteConnection connection)
    {
        var version = connection.Number("PRAGMA user_version");
        if (version == 0)
        {
            connection.Execute(Schema.BeforeTables);
        }

        if (connection.Text("PRAGMA journal_mode = WAL") is var mode && !string.Equals(mode, "wal", StringComparison.OrdinalIgnoreCase))
        {
            throw new OutboxStoreException(
                $"The file {Path} of the PostHog outbox cannot have a write-ahead log (SQLite's journal mode stays '{mode}'). Network shares have this fault: choose a folder on a local disk")
            {
                IsSettings = true,
            };
        }

        connection.Execute(
            $"PRAGMA synchronous = {(options.SurvivesPowerLoss ? "FULL" : "NORMAL")}; PRAGMA secure_delete = FAST; PRAGMA max_page_count = {MostPages}; PRAGMA wal_autocheckpoint = 1000");
        if (version == 0)
        {
            Fill(connection);
        }
        else if (version != Schema.Version)
        {
            throw new OutboxStoreException(
                $"The file {Path} of the PostHog outbox was written by another version of PostHogProxy (schema {version}, this is {Schema.Version}). Let that version send what is in it, or choose another path")
            {
                IsSettings = true,
            };
        }

        connection.Execute(Schema.LaterIndexes);
    }

    private static void Fill(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);

        // Another process may have been first.
        if (connection.Number("PRAGMA user_version") == 0)
        {
            connection.Execute(Schema.Tables);
        }

        transaction.Commit();
    }

    // The bound that no counting error can cross. Pages hold less than their size, and the log of deletions needs some.
    private long MostPages => (options.MaxBytes + options.DeadLetterMaxBytes) / Schema.PageSize * 5 / 4 + 1024;
}
