using Microsoft.Data.Sqlite;
using PostHogProxy.Outbox.Sqlite;

namespace PostHogProxy.Outbox.Tests.Stores;

/// <summary>What the outbox asks each second, or with each visitor's request, looks at no more rows than it needs, however many there are.</summary>
public sealed class QueryPlanTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(FileContent.Totals)]
    [InlineData(FileContent.Expired)]
    [InlineData(DueRequests.OldestFirst)]
    [InlineData(Room.OldestOf)]
    public async Task It_searches_an_index_and_neither_scans_nor_sorts_requests(string sql)
    {
        await using var store = _folder.Open();
        var plan = Plan(sql);
        Assert.Contains(plan, step => step.StartsWith("SEARCH request USING", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN request", StringComparison.Ordinal));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_an_older_build_has_made_gets_the_index_that_it_lacks_and_keeps_its_requests()
    {
        await using (var store = _folder.Open())
        {
            await store.AddAsync(Sample.Request(1));
        }

        using (var older = Connect())
        {
            older.Execute("DROP INDEX request_oldest");
        }

        await using var again = _folder.Open(out var salvaged);
        Assert.Null(salvaged);
        Assert.Equal("?ip=0&n=1", Assert.Single(await again.DueAsync()).Request.Query);
        Assert.Contains(Plan(FileContent.Totals), step => step.Contains("request_oldest", StringComparison.Ordinal));
    }

    private List<string> Plan(string sql)
    {
        using var connection = Connect();
        using var command = connection.Command("EXPLAIN QUERY PLAN " + sql);
        foreach (var name in new[] { "$oldest", "$never", "$proxy", "$kind", "$now", "$count", "$dead" })
        {
            command.Parameters.AddWithValue(name, 1);
        }

        using var row = command.ExecuteReader();
        var steps = new List<string>();
        while (row.Read())
        {
            steps.Add(row.GetString(3));
        }

        return steps;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_folder.File};Pooling=false");
        connection.Open();
        return connection;
    }
}
