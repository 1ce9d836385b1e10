using System.Diagnostics;

namespace PostHogProxy.SideBySide;

/// <summary>500 events a second, whatever the answers take: what the proxy adds for a visitor when PostHog is 40 ms away.</summary>
internal static class PacedEvents
{
    private const int PerSecond = 500;
    private const int Warmup = 2 * PerSecond;

    /// <summary>The median and the 99th of a hundred, in milliseconds.</summary>
    public static async Task<(double Median, double P99)> MeasureAsync(HttpMessageInvoker client, Uri target, int seconds)
    {
        var body = new byte[2_048];
        Random.Shared.NextBytes(body);
        var count = Warmup + (seconds * PerSecond);
        var times = new double[count];
        var sent = new Task[count];
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds(i / (double)PerSecond);
            while (clock.Elapsed < due)
            {
                await Task.Delay(1);
            }

            sent[i] = SendAsync(i);
        }

        await Task.WhenAll(sent);
        var sorted = times.Skip(Warmup).Order().ToList();
        return (Measurement.Middle(sorted), sorted[(int)(sorted.Count * 0.99)]);

        async Task SendAsync(int i)
        {
            var started = Stopwatch.GetTimestamp();
            using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
            using var response = await client.SendAsync(request, CancellationToken.None);
            await response.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }
}
