using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PostHogProxy.EndToEnd;

/// <summary>What the browser did and complained about, from its own point of view.</summary>
internal sealed class BrowserLog
{
    private readonly ConcurrentQueue<Uri> _requests = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Lock _gate = new();
    private readonly HashSet<string> _answered = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BrowserLog(IBrowserContext profile)
    {
        profile.Request += (_, request) =>
        {
            _requests.Enqueue(new Uri(request.Url));
            _lines.Enqueue($"> {request.Method} {request.Url}");
        };
        profile.Response += (_, response) =>
        {
            _lines.Enqueue($"< {response.Status} {response.Request.Method} {response.Url}");
            if (response.Status >= 400)
            {
                _complaints.Enqueue($"{response.Status} to {response.Request.Method} {response.Url}");
            }

            lock (_gate)
            {
                _answered.Add(new Uri(response.Url).AbsolutePath);
                _changed.SetResult();
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        };
        profile.RequestFailed += (_, request) => Complain($"failed: {request.Method} {request.Url}: {request.Failure}");
        profile.WebError += (_, error) => Complain($"uncaught: {error.Error}");
        profile.Console += (_, message) =>
        {
            if (message.Type is "error")
            {
                Complain($"console: {message.Text}");
            }
            else
            {
                _lines.Enqueue($"  console.{message.Type}: {message.Text}");
            }
        };
    }

    /// <summary>Every URL that was asked for, in order.</summary>
    public IReadOnlyList<Uri> Requests => [.. _requests];

    /// <summary>Failed requests, statuses from 400, uncaught errors and console errors.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints];

    /// <summary>Completes when the browser has an answer from this path: what it tells lags behind what a server saw.</summary>
    public async Task AnsweredAsync(string path, CancellationToken patience)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_answered.Contains(path))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(patience);
        }
    }

    public override string ToString() => string.Join('\n', _lines);

    private void Complain(string what)
    {
        _complaints.Enqueue(what);
        _lines.Enqueue("! " + what);
    }
}
