namespace PostHogProxy.SideBySide;

/// <summary>What one peer did with one workload in one round.</summary>
/// <param name="Processor">Processor time of the proxy, in microseconds a request.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="Median">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="WorkingSet">MiB, at its end.</param>
/// <param name="Handshakes">TLS handshakes at the upstream, for 10,000 requests.</param>
/// <param name="Allocated">Bytes that the proxy allocated, a request; NaN for programs that are not ours.</param>
/// <param name="Errors">Answers that were none, or not a success.</param>
internal sealed record Measurement(
    double Processor, double PerSecond, double Median, double P99, double WorkingSet, double Handshakes, double Allocated, long Errors)
{
    public static async Task<Measurement> TakeAsync(RunningPeer peer, Workload workload, UpstreamProcess upstream, RunPaths paths, double seconds)
    {
        var handshakes = (await upstream.CountAsync()).Handshakes;
        var allocated = await peer.AllocatedAsync();
        var processor = peer.Process.ProcessorTime;
        var figures = await Wrk.RunAsync(peer.Address, workload, peer.ETag, paths.Body(workload.BodySize), seconds, paths.DriveScript);
        var used = peer.Process.ProcessorTime - processor;
        handshakes = (await upstream.CountAsync()).Handshakes - handshakes;
        return new(
            used / figures.Requests, figures.Requests / figures.Seconds, figures.Median, figures.P99, peer.Process.WorkingSet,
            handshakes * 10_000.0 / figures.Requests, (await peer.AllocatedAsync() - allocated) / figures.Requests, figures.Errors);
    }

    /// <summary>The median of each figure over the rounds, and the sum of the errors.</summary>
    public static Measurement Middle(IReadOnlyList<Measurement> rounds) => new(
        Middle(rounds.Select(round => round.Processor)),
        Middle(rounds.Select(round => round.PerSecond)),
        Middle(rounds.Select(round => round.Median)),
        Middle(rounds.Select(round => round.P99)),
        Middle(rounds.Select(round => round.WorkingSet)),
        Middle(rounds.Select(round => round.Handshakes)),
        Middle(rounds.Select(round => round.Allocated)),
        rounds.Sum(round => round.Errors));

    public static double Middle(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted.Count == 0 ? double.NaN : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
