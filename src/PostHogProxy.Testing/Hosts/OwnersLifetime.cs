using Microsoft.Extensions.Hosting;

namespace PostHogProxy.Testing.Hosts;

/// <summary>Lives as long as its owner says; the default lifetime would take the process's Ctrl+C for itself.</summary>
internal sealed class OwnersLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
