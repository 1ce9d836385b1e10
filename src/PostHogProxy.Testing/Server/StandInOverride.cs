using PostHogProxy.Testing.Hosts;

namespace PostHogProxy.Testing.Server;

/// <summary>Points the proxies of an app at the stand-in, after all that the app says itself.</summary>
internal sealed class StandInOverride(PostHogStandIn postHog) : IOptionsOverride
{
    public void Apply(PostHogProxyOptions options)
    {
        postHog.Attach(options);
        if (options.Region is not null)
        {
            // By PostHog's names: a wrong host, or a token of the other region, is noticed then.
            options.IngestOrigin = options.AssetsOrigin = null;
        }
        else if (options.IngestOrigin is { } own && UpstreamHost.Named(own.Host) is null)
        {
            // A PostHog that the team hosts has a name that nobody here knows.
            options.IngestOrigin = postHog.Origin;
            options.AssetsOrigin = null;
        }

        // The app's own comes first: what it says of times and sizes stays.
        var app = options.ConfigureHandler;
        options.ConfigureHandler = handler =>
        {
            app?.Invoke(handler);
            postHog.ConnectFrom(handler);
        };
    }
}
