using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace PostHogProxy.SideBySide;

/// <summary>What an outbox costs while PostHog is well, and what visitors notice of an outage and of the drain after it.</summary>
/// <param name="upstream">What stands for PostHog.</param>
/// <param name="place">Where a peer runs: near to the upstream, or 40 ms away.</param>
/// <param name="paths">The files of the run.</param>
/// <param name="isSmoke">Whether only the way is tried; the figures of a smoke run mean nothing.</param>
internal sealed class OutboxRun(UpstreamProcess upstream, Func<Peer, bool, PeerPlace> place, RunPaths paths, bool isSmoke)
{
    private readonly int _rounds = isSmoke ? 1 : 5;

    // Code is compiled again once it is known to be hot, and these apps differ by less than that brings.
    private readonly int _warmups = isSmoke ? 1 : 4;
    private readonly int _seconds = isSmoke ? 1 : 5;

    // An hour at 200 events a second, in requests of twenty.
    private readonly int _backlog = isSmoke ? 200 : 36_000;
    private readonly TimeSpan _calm = TimeSpan.FromSeconds(isSmoke ? 2 : 30);
    private readonly StringBuilder _text = new();

    public async Task<string> RunAsync()
    {
        var body = Events();
        await File.WriteAllBytesAsync(paths.Body(body.Length), body);
        var events = new Workload("event", "POST", "/k3fw/e/?compression=gzip-js", body.Length);
        await HealthyAsync(events);
        await SpillAsync(events);
        await DrainAsync(events, body);
        return _text.ToString();
    }

    // In turn, so that what else the machine does falls on all of them.
    private async Task HealthyAsync(Workload events)
    {
        var taken = Peer.Outboxes.ToDictionary(peer => peer.Name, _ => new List<Measurement>());
        var running = new List<RunningPeer>();
        try
        {
            foreach (var peer in Peer.Outboxes)
            {
                running.Add(await RunningPeer.StartAsync(peer, place(peer, false)));
            }

            OutboxFigures? before = null;
            for (var round = 1 - _warmups; round <= _rounds; round++)
            {
                foreach (var peer in running)
                {
                    var measurement = await Measurement.TakeAsync(peer, events, upstream, paths, _seconds);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"healthy, {round}: {peer.Peer.Name} {measurement.Processor:0.0} µs, {measurement.PerSecond:0}/s, {measurement.Errors} errors"));
                    if (round > 0)
                    {
                        taken[peer.Peer.Name].Add(measurement);
                    }

                    if (peer.Peer.Name == Peer.WriteAhead)
                    {
                        // What it has not sent yet would be the next one's load.
                        before ??= await OutboxFigures.AskAsync(peer.Address);
                        await UntilEmptyAsync(peer.Address);
                    }
                }
            }

            var figures = (await OutboxFigures.AskAsync(running[^1].Address)).Since(before!);
            var quiet = Measurement.Middle(taken[Peer.Quiet]);
            _text.Append("PostHog is well, requests of 20 events:\n\n| | CPU µs | × without | requests/s | p50 ms | p99 ms | errors |\n|---|--:|--:|--:|--:|--:|--:|\n");
            foreach (var (name, rounds) in taken)
            {
                var at = Measurement.Middle(rounds);
                _text.Append(CultureInfo.InvariantCulture, $"| {(name == Peer.Quiet ? "without an outbox" : name)} | {at.Processor:0.0} | {at.Processor / quiet.Processor:0.000} | {at.PerSecond:0} | {at.Median:0.00} | {at.P99:0.00} | {at.Errors} |\n");
            }

            _text.Append(CultureInfo.InvariantCulture, $"\nWriteAhead: {figures.Group:0.0} changes in a commit.\n");
        }
        finally
        {
            await DisposeAsync(running);
        }
    }

    private async Task SpillAsync(Workload events)
    {
        await using var peer = await RunningPeer.StartAsync(Peer.Outboxes[1], place(Peer.Outboxes[1], false));
        await upstream.TurnAsync(isDown: true);
        try
        {
            // The circuit opens, and the code gets warm.
            await Measurement.TakeAsync(peer, events, upstream, paths, _seconds);
            var before = await OutboxFigures.AskAsync(peer.Address);
            var spilt = await Measurement.TakeAsync(peer, events, upstream, paths, _seconds * 2);
            var figures = (await OutboxFigures.AskAsync(peer.Address)).Since(before);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"outage: {spilt.PerSecond:0}/s kept"));
            _text.Append(CultureInfo.InvariantCulture, $"\nPostHog is down: {spilt.PerSecond:0} requests a second are kept, {spilt.Processor:0.0} µs each, p99 {spilt.P99:0.0} ms, {figures.Group:0.0} changes in a commit, {spilt.Errors} errors.\n");
        }
        finally
        {
            await upstream.TurnAsync(isDown: false);
        }
    }

    private async Task DrainAsync(Workload events, byte[] body)
    {
        await using var peer = await RunningPeer.StartAsync(Peer.Outboxes[1], place(Peer.Outboxes[1], true));
        await using var live = new LiveTraffic(new(peer.Address, events.Target), body);
        await Task.Delay(_calm);
        var (before, outage) = (live.Now / 2, live.Now);
        await upstream.TurnAsync(isDown: true);
        while ((await OutboxFigures.AskAsync(peer.Address)).Entries < _backlog)
        {
            await Wrk.RunAsync(peer.Address, events, etag: null, paths.Body(body.Length), 1, paths.DriveScript);
        }

        var kept = (await OutboxFigures.AskAsync(peer.Address)).Entries;
        await upstream.TurnAsync(isDown: false);
        await UntilAsync(peer.Address, static figures => figures.Sent > 0);
        var drain = live.Now;
        await UntilEmptyAsync(peer.Address);
        var done = live.Now;
        await Task.Delay(_calm);

        var (calm, during, after) = (live.Between(before, outage), live.Between(drain, done), live.Between(done, live.Now));
        var normal = (calm.P99 + after.P99) / 2;
        _text.Append(CultureInfo.InvariantCulture, $"\nAfter the outage, PostHog 40 ms away, {LiveTraffic.PerSecond} live requests a second, {kept} requests drained in {(done - drain).TotalSeconds:0} s:\n\n| live requests | p50 ms | p99 ms | × calm |\n|---|--:|--:|--:|\n");
        Row("before the outage", calm);
        Row("in the outage", live.Between(outage, drain));
        Row("in the drain", during);
        Row("after it", after);
        _text.Append(CultureInfo.InvariantCulture, $"\nLive requests that failed: {live.Errors}.\n");

        void Row(string what, (double Median, double P99, int Count) at) =>
            _text.Append(CultureInfo.InvariantCulture, $"| {what} | {at.Median:0.0} | {at.P99:0.0} | {at.P99 / normal:0.00} |\n");
    }

    private static Task UntilEmptyAsync(Uri app) => UntilAsync(app, static figures => figures.Entries == 0);

    private static async Task UntilAsync(Uri app, Func<OutboxFigures, bool> condition)
    {
        for (var patience = TimeSpan.FromMinutes(15); !condition(await OutboxFigures.AskAsync(app)); patience -= TimeSpan.FromMilliseconds(250))
        {
            if (patience < TimeSpan.Zero)
            {
                throw new InvalidOperationException($"The outbox at {app} does not come to its end.");
            }

            await Task.Delay(250);
        }
    }

    private static async Task DisposeAsync(IEnumerable<RunningPeer> running)
    {
        foreach (var peer in running)
        {
            await peer.DisposeAsync();
        }
    }

    // As posthog-js packs twenty events, with properties that compress as badly as real ones do.
    private static byte[] Events()
    {
        var random = new Random(19);
        var items = Enumerable.Range(0, 20).Select(number =>
            $$$"""{"uuid":"{{{new Guid(Enumerable.Range(0, 16).Select(_ => (byte)random.Next(256)).ToArray())}}}","event":"$autocapture","offset":{{{number * 50}}},"properties":{"token":"phc_a","distinct_id":"d","$current_url":"https://shop.example/{{{random.Next()}}}","$el_text":"{{{random.NextInt64():x16}}}"}}""");
        var json = Encoding.UTF8.GetBytes("[" + string.Join(',', items) + "]");
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(json);
        }

        return packed.ToArray();
    }
}
