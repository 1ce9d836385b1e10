using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PostHogProxy.Forwarding;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Options;

/// <summary>
/// The options in force. A changed configuration replaces them; an invalid one is reported and the last good ones stay, because a
/// typing error at noon must not stop the shop's analytics.
/// </summary>
internal sealed class LiveOptions : IOptionsInForce, IDisposable
{
    private readonly OptionsSource _source;
    private readonly ILogger _logger;
    private readonly IDisposable _changes;
    private volatile PostHogProxyOptions _current;

    public LiveOptions(OptionsSource source, IConfiguration configuration, ILogger logger)
    {
        _source = source;
        _logger = logger;
        _current = source.Create();
        Initial = _current;
        _changes = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <inheritdoc/>
    public PostHogProxyOptions Initial { get; }

    /// <inheritdoc/>
    public PostHogProxyOptions Current => _current;

    public void Dispose() => _changes.Dispose();

    private void Reload()
    {
        try
        {
            var next = _source.Create();
            if (next.Path != Initial.Path || next.Region != Initial.Region
                || next.IngestOrigin != Initial.IngestOrigin || next.AssetsOrigin != Initial.AssetsOrigin || next.UiHost != Initial.UiHost
                || next.MaxRequestBodySize != Initial.MaxRequestBodySize || next.ConnectTimeout != Initial.ConnectTimeout
                || !next.AssetCache.IsSameAs(Initial.AssetCache) || next.Aliases != Initial.Aliases
                || !next.ProjectTokens.SequenceEqual(Initial.ProjectTokens))
            {
                _logger.ReloadNeedsRestart(Initial.Path!);
            }

            // Mapped without a region, because it was off: there is nowhere to send to before the restart.
            next.Disabled |= !UpstreamOrigins.HasUpstream(Initial);
            _current = next;
        }
        catch (OptionsValidationException wrong)
        {
            _logger.ReloadRefused(Initial.Path!, wrong.Message);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The app's own configure delegate threw, on the configuration's thread: nobody else would catch it.
            _logger.ReloadRefused(Initial.Path!, failure.Message);
        }
    }
}
