using PostHogProxy.Keeping;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>An outbox of the test's, which remembers what it was asked to do.</summary>
internal sealed class FakeOutbox : IOutboxView
{
    public OutboxStatus Status { get; set; } = new("OnFailure", 0, 0, 1000, null, 0, [], null, []);

    public List<string> Asked { get; } = [];

    public Exception? Fails { get; set; }

    public ValueTask<OutboxStatus> LookAsync(CancellationToken cancellationToken) => new(Status);

    public ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken) => Do("retry", id);

    public ValueTask<int> DropAsync(string? id, CancellationToken cancellationToken) => Do("drop", id);

    private ValueTask<int> Do(string what, string? id)
    {
        Asked.Add($"{what} {id ?? "all"}");
        return Fails is null ? new(1) : throw Fails;
    }
}
