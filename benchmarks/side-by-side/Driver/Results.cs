using System.Globalization;
using System.Text;

namespace PostHogProxy.SideBySide;

/// <summary>All figures of a run, and what RESULTS.md says of them.</summary>
internal sealed class Results
{
    private readonly Dictionary<(string Peer, string Workload), List<Measurement>> _rounds = [];

    public List<(string Peer, double Before, double With)> Idle { get; } = [];

    public List<(string Peer, double Median, double P99)> Distant { get; } = [];

    public Dictionary<string, double> ColdScripts { get; } = [];

    public void Add(string peer, string workload, Measurement measurement)
    {
        if (!_rounds.TryGetValue((peer, workload), out var rounds))
        {
            _rounds.Add((peer, workload), rounds = []);
        }

        rounds.Add(measurement);
    }

    /// <summary>Null where the peer was not measured.</summary>
    public Measurement? Of(string peer, string workload) =>
        _rounds.TryGetValue((peer, workload), out var rounds) ? Measurement.Middle(rounds) : null;

    public string ToMarkdown(IReadOnlyList<string> peers, int rounds, double seconds)
    {
        var text = new StringBuilder();
        text.Append("# Side by side\n\nWritten by `benchmarks/side-by-side/run.sh`; not by hand.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, shared by the proxy, the upstream and wrk; medians of {rounds} interleaved rounds of {seconds:0} s. ");
        text.Append("CPU is the processor time of the whole proxy process, in microseconds a request. Only the ratios travel to another machine.\n");
        foreach (var workload in Workload.All.Where(workload => peers.Any(peer => Of(peer, workload.Name) is not null)))
        {
            Table(text, workload.Name, peers);
        }

        GrowthTable(text, [.. peers.Where(Peer.Growing.Contains)]);
        Targets.Append(text, this);
        ColdTable(text, peers);
        IdleTable(text);
        DistantTable(text);
        return text.ToString();
    }

    private void Table(StringBuilder text, string workload, IReadOnlyList<string> peers)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {workload}\n\n| | CPU µs | × floor | requests/s | p50 ms | p99 ms | memory MiB | handshakes per 10,000 | bytes allocated | errors |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        var floor = Of(Peer.Floor, workload)?.Processor ?? double.NaN;
        foreach (var peer in peers)
        {
            if (Of(peer, workload) is not { } at)
            {
                continue;
            }

            var times = double.IsNaN(floor) ? "" : (at.Processor / floor).ToString("0.00", CultureInfo.InvariantCulture);

            // Where nothing was answered nothing was measured.
            text.Append(double.IsNaN(at.Processor)
                ? $"| {peer} | gave no answer | | | | | | | | |\n"
                : string.Create(CultureInfo.InvariantCulture, $"| {peer} | {at.Processor:0.0} | {times} | {at.PerSecond:0} | {at.Median:0.00} | {at.P99:0.00} | {at.WorkingSet:0} | {at.Handshakes:0.00} | {(double.IsNaN(at.Allocated) ? "" : at.Allocated.ToString("0", CultureInfo.InvariantCulture))} | {at.Errors} |\n"));
        }
    }

    private void GrowthTable(StringBuilder text, IReadOnlyList<string> peers)
    {
        var measured = Workload.Growth.Where(workload => peers.Any(peer => Of(peer, workload.Name) is not null)).ToList();
        if (measured.Count == 0)
        {
            return;
        }

        text.Append("\n## How the cost of an event grows, CPU µs\n\n| | ").AppendJoin(" | ", peers).Append(" |\n|---|").Insert(text.Length, "--:|", peers.Count).Append('\n');
        foreach (var workload in measured)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {workload.Name} | ");
            text.AppendJoin(" | ", peers.Select(peer => (Of(peer, workload.Name)?.Processor ?? double.NaN).ToString("0.0", CultureInfo.InvariantCulture))).Append(" |\n");
        }
    }

    private void ColdTable(StringBuilder text, IReadOnlyList<string> peers)
    {
        if (ColdScripts.Count == 0)
        {
            return;
        }

        text.Append("\n## array.js, the first request after the start\n\n| | ms |\n|---|--:|\n");
        foreach (var peer in peers.Where(ColdScripts.ContainsKey))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {peer} | {ColdScripts[peer]:0.0} |\n");
        }
    }

    private void IdleTable(StringBuilder text)
    {
        if (Idle.Count == 0)
        {
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"\n## {IdleConnections.Count:N0} idle connections\n\n| | MiB before | MiB with | KiB a connection |\n|---|--:|--:|--:|\n");
        foreach (var (peer, before, with) in Idle)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {peer} | {before:0} | {with:0} | {(with - before) * 1024 / IdleConnections.Count:0.0} |\n");
        }
    }

    private void DistantTable(StringBuilder text)
    {
        if (Distant.Count == 0)
        {
            return;
        }

        text.Append("\n## PostHog 40 ms away, 500 events a second\n\n| | p50 ms | p99 ms | p50 added to direct |\n|---|--:|--:|--:|\n");
        foreach (var (peer, median, p99) in Distant)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {peer} | {median:0.00} | {p99:0.00} | {median - Distant[0].Median:0.00} |\n");
        }
    }
}
