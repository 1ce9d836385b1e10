namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>What came of one kind of request under one fault, and what is wrong about it.</summary>
internal sealed record Outcome(Cell Cell, IReadOnlyList<string> Problems);

/// <summary>Runs the whole table once, a bounded number of cells at a time; each has an app and a PostHog of its own.</summary>
public sealed class FaultRun : IAsyncDisposable
{
    private const int AtOnce = 6;

    // Sockets and streams that are not given back by then are leaked: every timeout of the proxy is below.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _free = new(AtOnce);
    private readonly Dictionary<(string Fault, Column Column), Task<Outcome>> _outcomes;

    /// <summary>Starts all cells.</summary>
    public FaultRun() => _outcomes = FaultTable.Rows
        .SelectMany(fault => Enum.GetValues<Column>().Select(column => (fault, column)))
        .ToDictionary(cell => (cell.fault.Name, cell.column), cell => Task.Run(() => RunInTurnAsync(cell.fault, cell.column)));

    /// <summary>Cells that nobody asked for end too.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_outcomes.Values);
        _free.Dispose();
    }

    internal Task<Outcome> Of(Fault fault, Column column) => _outcomes[(fault.Name, column)];

    private async Task<Outcome> RunInTurnAsync(Fault fault, Column column)
    {
        await _free.WaitAsync();
        try
        {
            return await RunAsync(fault, column);
        }
        finally
        {
            _free.Release();
        }
    }

    private static async Task<Outcome> RunAsync(Fault fault, Column column)
    {
        await using var shop = await FaultyShop.OpenAsync(fault);
        var problems = new List<string>();
        var ask = column switch { Column.Event => Ask.Event, Column.Replay => Ask.Replay, _ => Ask.Script };
        if (fault.OnUsedConnection)
        {
            await ExpectAsync(shop, ask, "before", problems);
        }

        var askedBefore = shop.Asked;
        shop.Assets.FallIll();
        if (column != Column.Script)
        {
            shop.Ingest.FallIll();
        }

        var answer = await Visitor.AskAsync(shop.Port, ask, shop.Halfway.SetResult);
        await shop.Changes.UntilAsync(() => shop.ActiveRequests == 0, Patience);
        var cell = new Cell(answer, shop.Asked - askedBefore, shop.Failures, int.Parse(shop.Warnings.FirstOrDefault() ?? "0"));

        shop.Recover();
        await ExpectAsync(shop, Ask.Script, "the next script", problems);
        await ExpectAsync(shop, Ask.Event, "the next event", problems);
        if (!await shop.Changes.UntilAsync(() => IsBackAtStart(shop), Patience))
        {
            problems.Add(
                $"{shop.ActiveRequests} active requests, {shop.Assets.Exchanges + shop.Ingest.Exchanges} exchanges at PostHog; "
                + $"{shop.Sockets} sockets here, {shop.Assets.Connections + shop.Ingest.Connections} at PostHog");
        }

        problems.AddRange(shop.Bodies
            .Where(length => length != 0 && length != Visitor.EventBody.Length && length != Visitor.ReplayBytes)
            .Select(length => $"a body of {length} bytes passed for whole"));
        return new(cell, problems);
    }

    private static async Task ExpectAsync(FaultyShop shop, Ask ask, string name, List<string> problems)
    {
        var answer = await Visitor.AskAsync(shop.Port, ask);
        if (answer != "200")
        {
            problems.Add($"{name}: {answer}");
        }
    }

    // What is left are connections that wait for the next request, one for each of the two hosts and whichever requests that overlapped needed.
    private static bool IsBackAtStart(FaultyShop shop) =>
        shop.ActiveRequests == 0
        && shop.Assets.Exchanges + shop.Ingest.Exchanges == 0
        && shop.Sockets == shop.Assets.Connections + shop.Ingest.Connections
        && shop.Sockets <= 4;
}
