using System.Net;
using System.Text;
using PostHogProxy.Testing;
using PostHogProxy.Tool.Printing;

namespace PostHogProxy.Tool.Tests.StandIn;

/// <summary>Where the lines go is the user's: a pipe, a file on a full disk, a terminal that stands still. The app that sends events knows nothing of it.</summary>
public sealed class StandInLinesTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task What_comes_is_printed()
    {
        await using var standIn = await PostHogStandIn.StartAsync(new() { Http = true, AnyProject = true }, TestContext.Current.CancellationToken);
        using var output = new Output();
        await using (new StandInLines(standIn.Journal, output))
        {
            await SendAsync(standIn, "bought");
            await output.HasAsync("bought  phc_abc");
        }

        await SendAsync(standIn, "later");
        Assert.DoesNotContain("later", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_answered_when_its_line_cannot_be_written()
    {
        await using var standIn = await PostHogStandIn.StartAsync(new() { Http = true, AnyProject = true }, TestContext.Current.CancellationToken);
        using var output = new Output { IsFull = true };
        await using (new StandInLines(standIn.Journal, output))
        {
            await SendAsync(standIn, "first");
            await output.Failed.WaitAsync(TestContext.Current.CancellationToken);
            await SendAsync(standIn, "second");
            await SendAsync(standIn, "third");
        }

        Assert.Equal(1, output.Tries);
        Assert.Equal(["first", "second", "third"], standIn.Journal.Events.Select(captured => captured.Event));
    }

    [Fact]
    public async Task A_request_is_answered_while_the_terminal_stands_still()
    {
        await using var standIn = await PostHogStandIn.StartAsync(new() { Http = true, AnyProject = true }, TestContext.Current.CancellationToken);
        using var output = new Output();
        await using (new StandInLines(standIn.Journal, output))
        {
            using (output.StandStill())
            {
                await SendAsync(standIn, "first");
                await SendAsync(standIn, "second");
                Assert.Equal("", output.Text);
            }

            await output.HasAsync("second  phc_abc");
        }

        Assert.Contains("first  phc_abc", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_that_stands_still_does_not_hold_up_the_end()
    {
        await using var standIn = await PostHogStandIn.StartAsync(new() { Http = true, AnyProject = true }, TestContext.Current.CancellationToken);
        using var output = new Output();
        using var still = output.StandStill();
        await using (new StandInLines(standIn.Journal, output))
        {
            await SendAsync(standIn, "first");
        }

        Assert.Equal("", output.Text);
    }

    private static async Task SendAsync(PostHogStandIn standIn, string name)
    {
        using var answer = await Http.PostAsync(
            new Uri(standIn.Origin, "/e/"), new StringContent($$"""{"event":"{{name}}","distinct_id":"d","api_key":"phc_abc"}"""), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private sealed class Output : TextWriter
    {
        private readonly SemaphoreSlim _moves = new(1);
        private readonly SemaphoreSlim _changed = new(0);
        private readonly StringBuilder _text = new();
        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _tries;

        public bool IsFull { get; init; }

        public override Encoding Encoding => Encoding.UTF8;

        public int Tries => Volatile.Read(ref _tries);

        public Task Failed => _failed.Task;

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public IDisposable StandStill()
        {
            _moves.Wait();
            return new Release(_moves);
        }

        public async Task HasAsync(string text)
        {
            while (!Text.Contains(text, StringComparison.Ordinal))
            {
                await _changed.WaitAsync(TestContext.Current.CancellationToken);
            }
        }

        public override void WriteLine(string? value)
        {
            Interlocked.Increment(ref _tries);
            if (IsFull)
            {
                _failed.TrySetResult();
                throw new IOException("No space left on device");
            }

            _moves.Wait();
            _moves.Release();
            lock (_text)
            {
                _text.AppendLine(value);
            }

            _changed.Release();
        }

        private sealed class Release(SemaphoreSlim moves) : IDisposable
        {
            public void Dispose() => moves.Release();
        }
    }
}
