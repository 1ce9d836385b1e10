using PostHogProxy.Testing;
using PostHogProxy.Testing.Panel;

namespace PostHogProxy.Aspire.Hosting;

/// <summary>The stand-in and its panel, as one AppHost runs them.</summary>
internal sealed class StandInServers : IAsyncDisposable
{
    private PostHogStandIn? _standIn;
    private PanelServer? _panel;

    public async Task<(PostHogStandIn StandIn, Uri Panel)> StartAsync(int port, int panelPort, CancellationToken cancellationToken)
    {
        var options = new StandInOptions { Port = port, Http = true, AnyProject = true, JournalCapacity = 2_000, JournalBodyBytes = 8 * 1024 * 1024 };
        _standIn = await PostHogStandIn.StartAsync(options, cancellationToken).ConfigureAwait(false);
        _panel = await PanelServer.StartAsync(_standIn, panelPort, cancellationToken).ConfigureAwait(false);
        return (_standIn, _panel.Address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_panel is not null)
        {
            await _panel.DisposeAsync().ConfigureAwait(false);
        }

        if (_standIn is not null)
        {
            await _standIn.DisposeAsync().ConfigureAwait(false);
        }
    }
}
