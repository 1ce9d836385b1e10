using System.Text;
using CsCheck;
using Microsoft.Data.Sqlite;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Sqlite;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>Whatever stands in a row, because a disk has mixed pages up or somebody else has written it: nothing fails for it, and it does not stay for ever.</summary>
public sealed class AnyRowTests
{
    // Each round makes a file.
    private static readonly int Rounds = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1" ? 500 : 50;

    private static readonly string[] Columns = ["proxy", "kind", "received_at", "due_at", "attempts", "last_status", "is_dead", "bytes", "head", "body"];

    private static readonly byte[] Head = RequestHead.Write(Sample.Request(1));

    private static readonly Gen<object> Odd = Gen.OneOf<object>(
        Gen.Const<object>(DBNull.Value),
        Any<object>(
            long.MinValue, long.MaxValue, -1L, 0L, 1L, 2L, 7L, 1L + int.MaxValue, 253402300800000L, 253402300799999L, double.PositiveInfinity, 1e300, -0.5, "", "1", "1e999", "abc", Array.Empty<byte>()),
        Gen.Long.Select(number => (object)number),
        Gen.Double.Select(number => double.IsNaN(number) ? DBNull.Value : (object)number),
        Gen.String.Select(text => (object)text),
        Gen.Byte.Array[0, 50].Select(bytes => (object)bytes),
        Any("{}", "null", "[]", """{"Path":null,"Query":"","Headers":[]}""", """{"Path":"/e/","Query":"","Headers":[["a"]]}""", """{"Path":"/e/","Query":"","Headers":[null]}""").Select(text => (object)Encoding.UTF8.GetBytes(text)));

    // What belongs there, most of the time.
    private static readonly Gen<object[]> Row =
        from size in Gen.Int[0, 200]
        from body in Gen.Byte.Array[size]
        from received in Gen.Int[0, 3_600_000]
        from kind in Gen.Int[1, 3]
        from isDead in Gen.Int[0, 1]
        let right = new object[] { Sample.Proxy, (long)kind, Milliseconds(Sample.Noon) + received, 0L, 0L, 0L, (long)isDead, (long)(Head.Length + size), Head, body }
        from odd in Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, (first, second, third) => first && second && third).Array[right.Length]
        from values in Odd.Array[right.Length]
        select right.Select((value, at) => odd[at] ? values[at] : value).ToArray();

    private static readonly Gen<object[][]> Rows = Row.Array[0, 12];

    [Fact]
    public Task A_store_reads_on_and_deletes_what_is_too_old() => Rows.SampleAsync(
        async rows =>
        {
            using var folder = Write(rows);
            await using var store = folder.Open();
            foreach (var kind in Enum.GetValues<OutboxKind>())
            {
                var due = await store.DueAsync(kind);
                Assert.Equal(due.Count > 0 ? due[0].Id : null, (await store.ProbeAsync(Sample.Proxy, kind, [], Sample.Noon.AddHours(1), TestContext.Current.CancellationToken))?.Id);
            }

            Assert.Equal(Kept.Yes, await store.AddAsync(Sample.Request(1)));
            var content = await store.MeasureAsync(TestContext.Current.CancellationToken);
            Assert.True(content.Entries >= 1);

            // All that was in it came within an hour of noon, or at no time at all.
            await store.ExpireAsync(new DateTime(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc), TestContext.Current.CancellationToken);
            Assert.InRange(Count(folder), 0, Late(rows));
        },
        iter: Rounds, threads: 1);

    [Fact]
    public Task What_is_taken_over_from_a_broken_file_can_be_read_and_is_counted_right() => Rows.SampleAsync(
        async rows =>
        {
            using var broken = Write(rows);
            using var folder = new StoreFolder();
            await using (folder.Open())
            {
            }

            int taken;
            using (var into = Connect(folder.File))
            {
                taken = Salvage.Take(broken.File, into);
                Assert.Equal(taken, into.Number("SELECT count(*) FROM request"));
                Assert.Equal(taken, into.Number("SELECT CAST(total(entries) AS INTEGER) FROM total"));
            }

            await using var store = folder.Open();
            var due = 0;
            foreach (var kind in Enum.GetValues<OutboxKind>())
            {
                due += (await store.DueAsync(kind)).Count;
            }

            Assert.Equal(0, folder.Spoilt);
            Assert.InRange(due, 0, taken);

            // Nothing is left behind that is as it should be.
            Assert.InRange(taken, rows.Count(IsRight), rows.Length);
        },
        iter: Rounds, threads: 1);

    [Fact]
    public void The_tool_lists_it() => Rows.Sample(
        rows =>
        {
            using var folder = Write(rows);
            using var archive = Archive.Open(folder.File);
            Assert.Equal(rows.Length, archive.Requests(isDead: null).Count());
            _ = archive.Requests(isDead: true).ToList();
            _ = archive.Totals(isDead: false);
            _ = archive.Totals(isDead: true);
            _ = archive.DeadByStatus();
            _ = archive.LastId();
        },
        iter: Rounds, threads: 1);

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    private static bool IsRight(object[] row) =>
        row[0] is string && row[1] is 1L or 2L or 3L && row[2] is >= 0L and < 253402300800000L && row[4] is 0L && row[5] is 0L && row[6] is 0L or 1L && row[8] == Head
        && row[9] is byte[] body && row[7] is long bytes && bytes == Head.Length + body.Length;

    // A whole number that is a time of the last day before the year 10000 is none of those that have come by then.
    private static int Late(object[][] rows) => rows.Count(row => row[2] is 253402300799999L);

    private static StoreFolder Write(object[][] rows)
    {
        var folder = new StoreFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File)!);
        using var connection = new SqliteConnection($"Data Source={folder.File};Pooling=false");
        connection.Open();
        connection.Execute("PRAGMA journal_mode = WAL");

        // The same without the words that would refuse them.
        connection.Execute(Schema.Tables.Replace(" NOT NULL", "", StringComparison.Ordinal));
        foreach (var row in rows)
        {
            using var command = connection.Command($"INSERT INTO request ({string.Join(',', Columns)}) VALUES ({string.Join(',', Columns.Select(column => '$' + column))})");
            for (var at = 0; at < Columns.Length; at++)
            {
                command.Parameters.AddWithValue('$' + Columns[at], row[at]);
            }

            command.ExecuteNonQuery();
        }

        return folder;
    }

    private static SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        connection.Open();
        return connection;
    }

    private static int Count(StoreFolder folder)
    {
        using var connection = Connect(folder.File);
        return (int)connection.Number("SELECT count(*) FROM request");
    }

    private static long Milliseconds(DateTime time) => (long)(time - DateTime.UnixEpoch).TotalMilliseconds;
}
