using Microsoft.Data.Sqlite;

namespace PostHogProxy.Outbox.Sqlite;

/// <summary>
/// What stands in a column, where anything may: a broken page mixes rows up, and SQLite keeps a text in a column of numbers. Null where it is not
/// what belongs there.
/// </summary>
internal static class RowValues
{
    // The first instant of the year 10000 is none of DateTime's.
    private static readonly long LastMillisecond = (DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;

    public static long? Integer(this SqliteDataReader row, int column) => row.GetValue(column) as long?;

    public static int? Count(this SqliteDataReader row, int column) => row.Integer(column) is >= 0 and <= int.MaxValue and var count ? (int)count : null;

    public static string? Text(this SqliteDataReader row, int column) => row.GetValue(column) as string;

    public static byte[]? Bytes(this SqliteDataReader row, int column) => row.GetValue(column) as byte[];

    public static DateTime? Time(this SqliteDataReader row, int column) =>
        row.Integer(column) is >= 0 and var milliseconds && milliseconds <= LastMillisecond ? DateTime.UnixEpoch.AddMilliseconds(milliseconds) : null;
}
