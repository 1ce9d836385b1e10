using System.Diagnostics;
using System.Net;

namespace PostHogProxy.SideBySide;

/// <summary>A peer that has answered its first requests.</summary>
internal sealed class RunningPeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private RunningPeer(Peer peer, MeasuredProcess process, Uri address, string? etag, double coldScript) =>
        (Peer, Process, Address, ETag, ColdScript) = (peer, process, address, etag, coldScript);

    public Peer Peer { get; }

    public MeasuredProcess Process { get; }

    public Uri Address { get; }

    /// <summary>The tag of array.js as a browser that takes Brotli gets it.</summary>
    public string? ETag { get; }

    /// <summary>Milliseconds the first request for array.js took, after one event.</summary>
    public double ColdScript { get; }

    public static async Task<RunningPeer> StartAsync(Peer peer, PeerPlace place)
    {
        Directory.CreateDirectory(place.Folder);
        var process = new MeasuredProcess(peer.Program, peer.Arguments(place), place.Folder, peer.Spins);
        var address = new Uri($"http://127.0.0.1:{place.Port}");
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None };
        using var client = new HttpClient(handler) { BaseAddress = address };
        await WaitAsync(peer, process, client);
        var clock = Stopwatch.StartNew();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/k3fw/static/array.js");
        request.Headers.AcceptEncoding.ParseAdd("gzip, deflate, br");
        using var response = await client.SendAsync(request);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{peer.Name} answers array.js with {(int)response.StatusCode}. {process.LastError}");
        }

        return new(peer, process, address, response.Headers.ETag?.ToString(), clock.Elapsed.TotalMilliseconds);
    }

    /// <summary>The bytes that the program has allocated; NaN where it does not say.</summary>
    public async Task<double> AllocatedAsync()
    {
        if (!Peer.SaysAllocations)
        {
            return double.NaN;
        }

        using var client = new HttpClient { BaseAddress = Address };
        return double.Parse(await client.GetStringAsync(new Uri("/allocated", UriKind.Relative)), System.Globalization.CultureInfo.InvariantCulture);
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    private static async Task WaitAsync(Peer peer, MeasuredProcess process, HttpClient client)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var body = new ByteArrayContent(new byte[16]);
                using var response = await client.PostAsync(new Uri("/k3fw/e/", UriKind.Relative), body);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }

                throw new InvalidOperationException($"{peer.Name} answers {(int)response.StatusCode}. {process.LastError}");
            }
            catch (HttpRequestException) when (!process.HasExited && clock.Elapsed < Patience)
            {
                await Task.Delay(50);
            }
            catch (HttpRequestException refused)
            {
                throw new InvalidOperationException($"{peer.Name} does not listen. {process.LastError}", refused);
            }
        }
    }
}
