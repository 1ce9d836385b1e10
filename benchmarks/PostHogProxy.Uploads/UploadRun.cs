using System.Diagnostics;
using System.Globalization;
using System.Net;
using PostHogProxy.Testing;

namespace PostHogProxy.Uploads;

/// <summary>Starts an upstream that reads slowly, drives the same uploads at each kind of app, and prints what each needed.</summary>
internal static class UploadRun
{
    private const int Rounds = 3;
    private const int Uploads = 200;
    private const int BytesEach = 20 * 1024 * 1024;

    public static async Task<int> CompareAsync()
    {
        await using var upstream = await PostHogStandIn.StartAsync(new StandInOptions
        {
            // Wide enough for a whole window of every upload on a connection. In the server's default, 1 MiB for a hundred of them, they wait for
            // each other, and the upstream reads at less than half the pace of the bare endpoint.
            Http2ConnectionWindow = 128 * 1024 * 1024,
            Intercept = (context, _) => Pace.ReadAsync(context.Request.Body, context.RequestAborted),
        });
        var address = $"https://127.0.0.1:{upstream.Port}/#{upstream.Certificate.GetCertHashString()}";

        Console.WriteLine($"{Uploads} concurrent chunked uploads of {BytesEach / (1024 * 1024)} MiB, read slowly: working set after one small upload, and its peak");
        foreach (var setting in new string[][] { [], ["--small-buffers"] })
        {
            Console.WriteLine(setting.Length == 0 ? "default read buffers" : "MaxReadBufferSize = 64 KiB");
            var growths = new List<long>();
            var outside = new List<long>();
            for (var round = 0; round < Rounds; round++)
            {
                var bare = await MeasureAsync("bare", address, setting);
                var proxy = await MeasureAsync("proxy", address, setting);
                growths.Add(proxy.Growth - bare.Growth);
                outside.Add(proxy.Growth - proxy.Pool - (bare.Growth - bare.Pool));
            }

            Console.WriteLine($"  the proxy above the bare endpoint: growth {Mebi(Median(growths))}, outside Kestrel's buffers {Mebi(Median(outside))} (medians)");
        }

        return 0;
    }

    private static async Task<MemoryPeak> MeasureAsync(string kind, string upstream, string[] setting)
    {
        using var app = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["app", kind, .. setting])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await app.StandardInput.WriteLineAsync(upstream);
        var address = new Uri(await app.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The app did not start."));

        var target = new Uri(address, "/k3fw/s/");
        await UploadAllAsync(target, 1, 64 * 1024);
        await app.StandardInput.WriteLineAsync();
        await app.StandardOutput.ReadLineAsync();

        var startedAt = Stopwatch.GetTimestamp();
        var fine = await UploadAllAsync(target, Uploads, BytesEach);
        var took = Stopwatch.GetElapsedTime(startedAt);

        await app.StandardInput.WriteLineAsync();
        var peak = MemoryPeak.Parse(await app.StandardOutput.ReadLineAsync() ?? "");
        await app.WaitForExitAsync();
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"  {kind,-6} {Mebi(peak.AtRest)} to {Mebi(peak.Peak)}, of it Kestrel's buffers {Mebi(peak.Pool)}; {took.TotalSeconds:0.0} s, ")
            + $"{fine} of {Uploads} answered 200");
        return peak;
    }

    private static async Task<int> UploadAllAsync(Uri target, int uploads, int bytesEach)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = uploads }) { Timeout = TimeSpan.FromMinutes(5) };
        var answers = await Task.WhenAll(Enumerable.Range(0, uploads).Select(_ => UploadAsync(client, target, bytesEach)));
        return answers.Count(status => status == HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> UploadAsync(HttpClient client, Uri target, int bytesEach)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ChunkedZeros(bytesEach) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static long Median(List<long> values) => values.Order().ElementAt(values.Count / 2);

    private static string Mebi(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0,6:0.0} MiB");

    private sealed class ChunkedZeros(int length) : HttpContent
    {
        private static readonly byte[] Portion = new byte[64 * 1024];

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var sent = 0; sent < length; sent += Portion.Length)
            {
                await stream.WriteAsync(Portion);
            }
        }

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
