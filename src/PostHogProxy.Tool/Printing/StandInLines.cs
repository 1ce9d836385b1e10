using System.Threading.Channels;
using PostHogProxy.Testing;

namespace PostHogProxy.Tool.Printing;

/// <summary>
/// Prints what comes, for as long as somebody reads it. The journal calls on the thread that serves the request: a full disk must not cost the app its
/// connection, nor a terminal that was stopped with Ctrl+S its time. So the lines are written elsewhere.
/// </summary>
internal sealed class StandInLines : IAsyncDisposable
{
    // Where nobody reads, the oldest go.
    private const int Most = 1_000;

    // Whoever presses Ctrl+C doesn't wait for a terminal that stands still. The command has half a second in all.
    private static readonly TimeSpan LastLines = TimeSpan.FromMilliseconds(250);

    private readonly Channel<StandInRequest> _requests =
        Channel.CreateBounded<StandInRequest>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly StandInJournal _journal;
    private readonly TextWriter _output;
    private readonly Task _printing;

    public StandInLines(StandInJournal journal, TextWriter output)
    {
        (_journal, _output) = (journal, output);
        _printing = Task.Run(PrintAsync);
        journal.Recorded += Enqueue;
    }

    public async ValueTask DisposeAsync()
    {
        _journal.Recorded -= Enqueue;
        _requests.Writer.TryComplete();
        await Task.WhenAny(_printing, Task.Delay(LastLines));
    }

    private void Enqueue(StandInRequest request) => _requests.Writer.TryWrite(request);

    private async Task PrintAsync()
    {
        try
        {
            await foreach (var request in _requests.Reader.ReadAllAsync())
            {
                StandInPrinting.Print(_output, request);
            }
        }
        catch (IOException)
        {
            // The reader is gone, or the disk is full. The page still shows what comes.
            _journal.Recorded -= Enqueue;
        }
    }
}
