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
    private readonly HashSet<IRequest> _posting = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BrowserLog(IBrowserContext profile)
    {
        profile.Request += (_, request) =>
        {
            _requests.Enqueue(new Uri(request.Url));
            _lines.Enqueue($"> {request.Method} {request.Url}");
            Change(() =>
            {
                // What the last page still had under way, Playwright may never hear the end of.
                if (request.IsNavigationRequest)
                {
                    _posting.Clear();
                }

                if (request.Method == "POST")
                {
                    _posting.Add(request);
                }
            });
        };
        profile.RequestFinished += (_, request) => Change(() => _posting.Remove(request));
        profile.Response += (_, response) =>
        {
            _lines.Enqueue($"< {response.Status} {response.Request.Method} {response.Url}");
            if (response.Status >= 400)
            {
                _complaints.Enqueue($"{response.Status} to {response.Request.Method} {response.Url}");
            }

            Change(() => _answered.Add(new Uri(response.Url).AbsolutePath));
        };
        profile.RequestFailed += (_, request) =>
        {
            Complain($"failed: {request.Method} {request.Url}: {request.Failure}");
            Change(() => _posting.Remove(request));
        };
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
    public Task AnsweredAsync(string path, CancellationToken patience) => UntilAsync(() => _answered.Contains(path), patience);

    /// <summary>Completes when everything this page has posted is answered.</summary>
    public Task NothingUnderWayAsync(CancellationToken patience) => UntilAsync(() => _posting.Count == 0, patience);

    public override string ToString() => string.Join('\n', _lines);

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task UntilAsync(Func<bool> reached, CancellationToken patience)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (reached())
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(patience);
        }
    }

    private void Complain(string what)
    {
        _complaints.Enqueue(what);
        _lines.Enqueue("! " + what);
    }
}
