using System.Globalization;
using System.Text;

namespace PostHogProxy.SideBySide;

/// <summary>What the package wants to be held to, and whether this run shows it.</summary>
internal static class Targets
{
    private const string Event = "event, 2 KB";
    private const string Flags = "flags";
    private const string Replay = "replay, 1 MB";
    private const string Gzip = "array.js, gzip";
    private const string Brotli = "array.js, Brotli";
    private const string NotModified = "array.js, 304";

    public static void Append(StringBuilder text, Results results)
    {
        text.Append("\n## Held to\n\n| | ratio | at most | |\n|---|--:|--:|---|\n");
        Ratio("event: lean app to HAProxy", Cpu(Peer.Lean, Event), Cpu(Peer.HaProxy, Event), 1);
        Ratio("event: lean app to nginx, tuned", Cpu(Peer.Lean, Event), Cpu(Peer.NginxTuned, Event), 1);
        Ratio("event, threads don't spin: to HAProxy", Cpu(Peer.Spinless, Event), Cpu(Peer.HaProxy, Event), 1);
        Ratio("event, threads don't spin: to nginx, tuned", Cpu(Peer.Spinless, Event), Cpu(Peer.NginxTuned, Event), 1);
        Ratio("flags: lean app to HAProxy", Cpu(Peer.Lean, Flags), Cpu(Peer.HaProxy, Flags), 1);
        Ratio("flags: lean app to nginx, tuned", Cpu(Peer.Lean, Flags), Cpu(Peer.NginxTuned, Flags), 1);
        Ratio("event: lean app to the same through SocketsHttpHandler", Cpu(Peer.Lean, Event), Cpu(Peer.Handler, Event), 1);
        Ratio("event: lean app to Caddy", Cpu(Peer.Lean, Event), Cpu(Peer.Caddy, Event), 0.35);
        Ratio("event: lean app to nginx as in the guide", Cpu(Peer.Lean, Event), Cpu(Peer.NginxGuide, Event), 0.2);
        Ratio("event: lean app to bare Kestrel", Cpu(Peer.Lean, Event), Cpu(Peer.Floor, Event), 1.7);
        Ratio("event: what the full app adds, to 1.2 × what the lean one does", Cpu(Peer.Full, Event) - Cpu(Peer.FullFloor, Event), 1.2 * (Cpu(Peer.Lean, Event) - Cpu(Peer.Floor, Event)), 1);
        Ratio("event, threads don't spin: to bare Kestrel that doesn't either", Cpu(Peer.Spinless, Event), Cpu(Peer.SpinlessFloor, Event), 1.7);
        Ratio("event: p99, to the best proxy server", results.Of(Peer.Lean, Event)?.P99, Best(Event, at => at.P99), 1);
        Ratio("array.js, gzip: to nginx with its cache", Cpu(Peer.Lean, Gzip), Cpu(Peer.NginxTuned, Gzip), 1.1);
        Ratio("array.js, gzip: to bare Kestrel from one buffer", Cpu(Peer.Lean, Gzip), Cpu(Peer.Floor, Gzip), 1.15);
        Ratio("array.js, Brotli: to nginx serving gzip", Cpu(Peer.Lean, Brotli), Cpu(Peer.NginxTuned, Gzip), 1);
        Ratio("array.js, 304: to bare Kestrel", Cpu(Peer.Lean, NotModified), Cpu(Peer.Floor, NotModified), 1.3);
        Ratio("array.js, gzip, inline: to bare Kestrel from one buffer, inline", Cpu(Peer.Inline, Gzip), Cpu(Peer.InlineFloor, Gzip), 1.15);
        Ratio("replay with buffers: to nginx, tuned", Cpu(Peer.Buffers, Replay), Cpu(Peer.NginxTuned, Replay), 1.2);
        Ratio("event: the page mapped and nobody looking, to no page", Cpu(Peer.Page, Event), Cpu(Peer.Quiet, Event), 1.01);
        Ratio("event: TLS handshakes per 10,000", results.Of(Peer.Lean, Event)?.Handshakes, 1, 1);
        Ratio("PostHog 40 ms away: p50 added, to 0.5 ms", Distant(Peer.Lean) - (results.Distant.Count > 0 ? results.Distant[0].Median : double.NaN), 0.5, 1);

        double? Cpu(string peer, string workload) => results.Of(peer, workload)?.Processor;

        double? Distant(string peer) => results.Distant.Where(row => row.Peer == peer).Select(row => (double?)row.Median).FirstOrDefault();

        double? Best(string workload, Func<Measurement, double> of)
        {
            var servers = new[] { Peer.NginxGuide, Peer.NginxTuned, Peer.HaProxy, Peer.HaProxyHttp2, Peer.Caddy, Peer.Node };
            return servers.Select(peer => results.Of(peer, workload)).OfType<Measurement>().Select(of).DefaultIfEmpty(double.NaN).Min();
        }

        void Ratio(string what, double? ours, double? theirs, double most)
        {
            if (ours / theirs is { } ratio && !double.IsNaN(ratio))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {what} | {ratio:0.00} | {most:0.00} | {(ratio <= most ? "held" : "missed")} |\n");
            }
        }
    }
}
