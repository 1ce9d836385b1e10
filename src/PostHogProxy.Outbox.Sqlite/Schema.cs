namespace PostHogProxy.Outbox.Sqlite;

/// <summary>What the file looks like inside.</summary>
internal static class Schema
{
    /// <summary>Stands in the file. A file of another number was written by another version of this package.</summary>
    public const int Version = 1;

    public const int PageSize = 4096;

    /// <summary>Before the first table: afterwards it has no effect.</summary>
    public const string BeforeTables = "PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL;";

    /// <summary>
    /// What a file of this version may lack, because a build of before had it not. An older app reads and writes such a file as well, so the version
    /// stays.
    /// </summary>
    public const string LaterIndexes = "CREATE INDEX IF NOT EXISTS request_oldest ON request (is_dead, received_at)";

    /// <summary>
    /// The head of a request is one JSON text, so that a new field needs no new schema. Sums are kept by triggers, because several processes write.
    /// </summary>
    public const string Tables = """
        CREATE TABLE request (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          proxy TEXT NOT NULL,
          kind INTEGER NOT NULL,
          received_at INTEGER NOT NULL,
          due_at INTEGER NOT NULL DEFAULT 0,
          attempts INTEGER NOT NULL DEFAULT 0,
          last_status INTEGER NOT NULL DEFAULT 0,
          is_dead INTEGER NOT NULL DEFAULT 0,
          bytes INTEGER NOT NULL,
          head BLOB NOT NULL,
          body BLOB NOT NULL
        );
        CREATE INDEX request_next ON request (is_dead, proxy, kind, id);
        CREATE INDEX request_age ON request (received_at);
        CREATE TABLE total (kind INTEGER NOT NULL, is_dead INTEGER NOT NULL, entries INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (kind, is_dead));
        CREATE TRIGGER request_added AFTER INSERT ON request BEGIN
          INSERT INTO total VALUES (NEW.kind, NEW.is_dead, 1, NEW.bytes)
            ON CONFLICT DO UPDATE SET entries = entries + 1, bytes = bytes + excluded.bytes;
        END;
        CREATE TRIGGER request_removed AFTER DELETE ON request BEGIN
          UPDATE total SET entries = entries - 1, bytes = bytes - OLD.bytes WHERE kind = OLD.kind AND is_dead = OLD.is_dead;
        END;
        CREATE TRIGGER request_buried AFTER UPDATE OF is_dead ON request WHEN OLD.is_dead <> NEW.is_dead BEGIN
          UPDATE total SET entries = entries - 1, bytes = bytes - OLD.bytes WHERE kind = OLD.kind AND is_dead = OLD.is_dead;
          INSERT INTO total VALUES (NEW.kind, NEW.is_dead, 1, NEW.bytes)
            ON CONFLICT DO UPDATE SET entries = entries + 1, bytes = bytes + excluded.bytes;
        END;
        PRAGMA user_version = 1;
        """;
}
