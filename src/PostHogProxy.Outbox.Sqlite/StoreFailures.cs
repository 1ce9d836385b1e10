using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>Says of a failure of SQLite's which file it is about, what is wrong with it and what to do.</summary>
internal sealed class StoreFailures(OutboxFile file)
{
    // sqlite.org/rescode.html
    private const int Permission = 3;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int NoMemory = 7;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Protocol = 15;
    private const int NoDatabase = 26;

    public Exception Explain(Exception failure) => failure is OutboxStoreException ? failure : new OutboxStoreException($"{What(failure)}: {file.Path}. {Cure(failure)}", failure)
    {
        IsSettings = failure is UnauthorizedAccessException or SqliteException { SqliteErrorCode: ReadOnly or Permission or CannotOpen },
    };

    /// <summary>
    /// Whether one write may have failed for its own sake: it was too large for what room is left, say. A lock and a disk that fails are everybody's,
    /// and may take their time.
    /// </summary>
    public static bool IsOfOne(Exception failure) => failure is not (
        OutboxStoreException or IOException or UnauthorizedAccessException
        or SqliteException { SqliteErrorCode: Permission or Busy or Locked or NoMemory or ReadOnly or InputOutput or Corrupt or CannotOpen or Protocol or NoDatabase });

    public OutboxStoreException TooSlow(long bytes) =>
        new($"The disk under the PostHog outbox does not keep up: {bytes >> 20} MiB wait to be written to {file.Path}. Choose a faster disk, or see what keeps it busy");

    public OutboxStoreException Closed() => new($"The PostHog outbox is closed, because the app stops: {file.Path}. It keeps requests again after the next start");

    public static bool IsBroken(Exception failure) => failure is SqliteException { SqliteErrorCode: Corrupt or NoDatabase };

    private static string What(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: Full } => "The disk, or the bound of the PostHog outbox, is full",
        SqliteException { SqliteErrorCode: Busy or Locked or Protocol } => "Another process keeps the file of the PostHog outbox locked",
        SqliteException { SqliteErrorCode: ReadOnly or Permission or CannotOpen } or UnauthorizedAccessException => "The file of the PostHog outbox cannot be written",
        SqliteException { SqliteErrorCode: Corrupt or NoDatabase } => "The file of the PostHog outbox is broken",
        DirectoryNotFoundException => "The folder of the PostHog outbox is gone",
        SqliteException { SqliteErrorCode: InputOutput } or IOException => "The disk fails under the file of the PostHog outbox",
        _ => $"The PostHog outbox fails ({failure.Message})",
    };

    private static string Cure(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: Full } => "Free space, or raise PostHogProxy:Outbox:MaxBytes",
        SqliteException { SqliteErrorCode: Busy or Locked or Protocol } => "Choose a folder on a local disk: network shares lock badly. Or end the process that holds the file",
        SqliteException { SqliteErrorCode: Corrupt or NoDatabase } => "It is put aside at the next start, and what can be read of it is taken over",
        DirectoryNotFoundException => "Make it again, or restart the app, which makes it",
        SqliteException { SqliteErrorCode: InputOutput } or IOException => "Check the disk; choose a folder on a local one",
        _ => "Give the app's user the right to write there, or set PostHogProxy:Outbox:Path to another folder",
    };
}
