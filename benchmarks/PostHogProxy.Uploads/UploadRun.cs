using System.Diagnostics;
using System.Globalization;
using System.Net;
using PostHogStandIn;

namespace PostHogProxy.Uploads;

/// <summary>Starts an upstream that reads slowly, drives the same uploads at each kind of app, and prints what each needed.</summary>
internal static class UploadRun
{
    private const int Uploads = 200;
    private const int BytesEach = 20 * 1024 * 1024;

    public static async Task<int> CompareAsync()
    {
        await using var upstream = await StandInServer.StartAsync(new StandInOptions
        {
            Intercept = (context, _) => Pace.ReadAsync(context.Request.Body, context.RequestAborted),
        });
        var address = $"https://127.0.0.1:{upstream.Port}/#{upstream.Certificate.GetCertHashString()}";

        Console.WriteLine($"{Uploads} concurrent chunked uploads of {BytesEach / (1024 * 1024)} MiB, read slowly");
        foreach (var setting in new string[][] { [], ["--small-buffers"] })
        {
            var bare = await PeakAsync("bare", address, setting);
            var proxy = await PeakAsync("proxy", address, setting);
            Console.WriteLine(
                $"{(setting.Length == 0 ? "default read buffers" : "MaxReadBufferSize = 64 KiB"),-28} bare {Mebi(bare)}   proxy {Mebi(proxy)}   growth {Mebi(proxy - bare)}");
        }

        return 0;
    }

    private static async Task<long> PeakAsync(string kind, string upstream, string[] setting)
    {
        using var app = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["app", kind, .. setting])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await app.StandardInput.WriteLineAsync(upstream);
        var address = new Uri(await app.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The app did not start."));

        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Uploads }) { Timeout = TimeSpan.FromMinutes(5) };
        var answers = await Task.WhenAll(Enumerable.Range(0, Uploads).Select(_ => UploadAsync(client, new Uri(address, "/k3fw/s/"))));
        if (answers.Count(status => status == HttpStatusCode.OK) is var fine && fine != Uploads)
        {
            Console.WriteLine($"{kind}: only {fine} of {Uploads} uploads were answered 200");
        }

        await app.StandardInput.WriteLineAsync();
        var peak = long.Parse(await app.StandardOutput.ReadLineAsync() ?? "0", CultureInfo.InvariantCulture);
        await app.WaitForExitAsync();
        return peak;
    }

    private static async Task<HttpStatusCode> UploadAsync(HttpClient client, Uri target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ChunkedZeros(BytesEach) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private static string Mebi(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0,7:0.0} MiB");

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
