using PostHogProxy.Testing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A PostHog on this machine, as a resource of an AppHost. It runs in the AppHost's process, on 127.0.0.1 alone, and ends with it.</summary>
public sealed class PostHogStandInResource : Resource
{
    // What waits for it continues on threads of its own: the start goes on meanwhile.
    private readonly TaskCompletionSource<PostHogStandIn> _standIn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PostHogStandInResource(string name, int port, int panelPort)
        : base(name)
    {
        Port = port;
        PanelPort = panelPort;
    }

    /// <summary>
    /// The stand-in, once it has started: what a test of the AppHost waits for events with. Where it can't start, the task fails and says why.
    /// </summary>
    public Task<PostHogStandIn> StandIn => _standIn.Task;

    internal int Port { get; }

    internal int PanelPort { get; }

    internal void HasStarted(PostHogStandIn standIn) => _standIn.TrySetResult(standIn);

    internal void CannotStart(Exception reason)
    {
        _standIn.TrySetException(reason);

        // Perhaps nobody waits for it, and it is in the resource's log already.
        _ = _standIn.Task.Exception;
    }
}
