using System.Collections.Concurrent;
using System.Diagnostics;

namespace PostHogProxy.SideBySide;

/// <summary>Visitors' events at a steady pace, whatever the answers take, through all that happens to PostHog meanwhile.</summary>
internal sealed class LiveTraffic : IAsyncDisposable
{
    public const int PerSecond = 200;

    private readonly ConcurrentQueue<(TimeSpan At, double Milliseconds)> _answers = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SocketsHttpHandler _handler = new();
    private readonly HttpMessageInvoker _client;
    private readonly Uri _target;
    private readonly byte[] _body;
    private readonly Task _sending;
    private int _errors;

    public LiveTraffic(Uri target, byte[] body)
    {
        (_target, _body) = (target, body);
        _client = new(_handler);
        _sending = RunAsync();
    }

    public TimeSpan Now => _clock.Elapsed;

    public int Errors => Volatile.Read(ref _errors);

    /// <summary>Of the events sent in this time, in milliseconds, and how many they are.</summary>
    public (double Median, double P99, int Count) Between(TimeSpan from, TimeSpan to)
    {
        var sorted = _answers.Where(answer => answer.At >= from && answer.At < to).Select(answer => answer.Milliseconds).Order().ToList();
        return sorted.Count == 0 ? (double.NaN, double.NaN, 0) : (Measurement.Middle(sorted), sorted[(int)(sorted.Count * 0.99)], sorted.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sending;
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var underWay = new List<Task>();
        for (var i = 0; !_stopping.IsCancellationRequested; i++)
        {
            var due = TimeSpan.FromSeconds(i / (double)PerSecond);
            while (_clock.Elapsed < due)
            {
                await Task.Delay(1);
            }

            underWay.RemoveAll(static one => one.IsCompleted);
            underWay.Add(SendAsync());
        }

        await Task.WhenAll(underWay);
    }

    private async Task SendAsync()
    {
        var at = _clock.Elapsed;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _target) { Content = new ByteArrayContent(_body) };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "text/plain");
            using var response = await _client.SendAsync(request, CancellationToken.None);
            await response.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null);
            _answers.Enqueue((at, (_clock.Elapsed - at).TotalMilliseconds));
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _errors);
        }
    }
}
