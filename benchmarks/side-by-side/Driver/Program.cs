using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using PostHogProxy.SideBySide;

if (args is ["upstream", var port, var distantPort, var gzip, var brotli])
{
    return await Upstream.RunAsync(Number(port), Number(distantPort), gzip, brotli);
}

if (args.Length < 2)
{
    Console.Error.WriteLine("Usage: <folder of run.sh> <results file> [--rounds N] [--seconds N] [--peers 'A;B'] [--workloads 'A;B'] [--native <host>] [--only-cpu] [--growth] [--outbox [--smoke]]");
    return 2;
}

var rounds = Number(Option("--rounds") ?? "5");
var seconds = Number(Option("--seconds") ?? "3");
var work = Directory.CreateTempSubdirectory("posthog-proxy-side-by-side-");
try
{
    var paths = new RunPaths(args[0], work.FullName, Option("--native"));
    paths.Prepare();
    var (upstreamPort, distance) = (FreePort(), FreePort());
    await using var upstream = await UpstreamProcess.StartAsync(upstreamPort, distance, paths);
    var peers = Chosen(Peer.All(paths), peer => peer.Name, "--peers");
    var workloads = Chosen(Workload.All, workload => workload.Name, "--workloads");
    if (args.Contains("--outbox"))
    {
        var text = await new OutboxRun(upstream, (peer, isFar) => Place(peer, isFar ? distance : upstreamPort, upstream, paths), paths, args.Contains("--smoke")).RunAsync();
        Console.WriteLine(text);
        await File.WriteAllTextAsync(args[1], text);
        return 0;
    }

    var results = new Results();
    await MeasureLoadAsync(peers, workloads, upstream, upstreamPort, paths, results, rounds, warmUp: Math.Max(4, seconds));
    if (args.Contains("--growth"))
    {
        await MeasureLoadAsync([.. peers.Where(peer => Peer.Growing.Contains(peer.Name))], Workload.Growth, upstream, upstreamPort, paths, results, Math.Min(rounds, 2), warmUp: 1);
    }

    if (!args.Contains("--only-cpu"))
    {
        await MeasureVisitorsAsync(peers, upstream, upstreamPort, distance, paths, results);
    }

    await File.WriteAllTextAsync(args[1], results.ToMarkdown([.. peers.Select(peer => peer.Name)], rounds, seconds));
    return 0;
}
finally
{
    work.Delete(recursive: true);
}

async Task MeasureLoadAsync(
    IReadOnlyList<Peer> peers, IReadOnlyList<Workload> workloads, UpstreamProcess upstream, int upstreamPort, RunPaths paths, Results results, int rounds, int warmUp)
{
    var running = new List<RunningPeer>();
    try
    {
        foreach (var peer in peers)
        {
            running.Add(await RunningPeer.StartAsync(peer, Place(peer, upstreamPort, upstream, paths)));
            results.ColdScripts[peer.Name] = running[^1].ColdScript;
        }

        foreach (var workload in workloads)
        {
            // The first round warms up: code is compiled again once it is known to be hot.
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var peer in running)
                {
                    var taken = await Measurement.TakeAsync(peer, workload, upstream, paths, round == 0 ? warmUp : seconds);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workload.Name}, {(round == 0 ? "warm-up" : round)}: {peer.Peer.Name} {taken.Processor:0.0} µs, {taken.PerSecond:0}/s, {taken.Errors} errors"));
                    if (round > 0)
                    {
                        results.Add(peer.Peer.Name, workload.Name, taken);
                    }
                }
            }
        }
    }
    finally
    {
        foreach (var peer in running)
        {
            await peer.DisposeAsync();
        }
    }
}

// One at a time, freshly started: memory that a load has left behind is not of these connections.
async Task MeasureVisitorsAsync(IReadOnlyList<Peer> peers, UpstreamProcess upstream, int upstreamPort, int distance, RunPaths paths, Results results)
{
    using var handler = new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == upstream.Thumbprint },
    };
    using var client = new HttpMessageInvoker(handler);
    var (median, p99) = await PacedEvents.MeasureAsync(client, new($"https://127.0.0.1:{distance}/e/"), seconds: 8);
    results.Distant.Add(("direct", median, p99));
    foreach (var peer in peers)
    {
        await using (var near = await RunningPeer.StartAsync(peer, Place(peer, upstreamPort, upstream, paths)))
        {
            var (before, with) = await IdleConnections.MeasureAsync(near);
            results.Idle.Add((peer.Name, before, with));
        }

        if (peer.Name is not (Peer.Floor or Peer.FullFloor))
        {
            await using var far = await RunningPeer.StartAsync(peer, Place(peer, distance, upstream, paths));
            (median, p99) = await PacedEvents.MeasureAsync(client, new(far.Address, "/k3fw/e/"), seconds: 8);
            results.Distant.Add((peer.Name, median, p99));
        }

        Console.WriteLine($"idle and distant: {peer.Name}");
    }
}

PeerPlace Place(Peer peer, int upstreamPort, UpstreamProcess upstream, RunPaths paths) =>
    new(FreePort(), upstreamPort, upstream.Thumbprint, Path.Combine(paths.Work, peer.Program.Split('/')[^1] + FreePort()), paths);

IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> all, Func<T, string> name, string option) =>
    Option(option)?.Split(';') is { } wanted ? [.. all.Where(item => wanted.Any(word => name(item).Contains(word, StringComparison.OrdinalIgnoreCase)))] : all;

string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int FreePort()
{
    using var listener = new TcpListener(IPAddress.Loopback, 0);
    listener.Start();
    return ((IPEndPoint)listener.LocalEndpoint).Port;
}
