using PostHogProxy;
using PostHogProxy.Testing;

namespace Storefront.Demo;

/// <summary>The PostHog behind the proxy: the stand-in on this machine, or, if the settings say so, the real one.</summary>
internal sealed class DemoPostHog
{
    private readonly PostHogStandIn? _standIn;

    private DemoPostHog(PostHogStandIn? standIn, DemoOutage? outage = null)
    {
        _standIn = standIn;
        Outage = outage;
        Asked = standIn is null ? null : new AskedPaths(standIn.Journal);
    }

    /// <summary>It has what PostHog saw; null with real PostHog, where nobody but PostHog knows.</summary>
    public PostHogStandIn? StandIn => _standIn;

    /// <summary>What the browser called it; null with real PostHog.</summary>
    public AskedPaths? Asked { get; }

    /// <summary>The switch that takes it down; null where the shop has none.</summary>
    public DemoOutage? Outage { get; }

    /// <summary>
    /// Every connection ends at the stand-in, over TLS, and trusts its certificate alone. Does nothing with real PostHog:
    /// no such line is needed then.
    /// </summary>
    public void ConnectToStandIn(PostHogProxyOptions proxy)
    {
        if (_standIn is not null)
        {
            proxy.ConfigureHandler = _standIn.ConnectFrom;
            proxy.WrapHandler = handler => Outage is { } outage ? outage.Over(Asked!.Watch(handler)) : Asked!.Watch(handler);
        }
    }

    public static async Task<DemoPostHog> StartAsync(IServiceCollection services, ShopSettings shop, PostHogStandIn? callersOwn)
    {
        if (shop.UseRealPostHog)
        {
            return new DemoPostHog(null);
        }

        // AskedPaths looks there for the visitor's own request.
        services.AddHttpContextAccessor();

        // First of the hosted services, so that it stops last.
        var outage = shop.HasOutage ? DemoOutage.Add(services) : null;
        if (callersOwn is not null)
        {
            return new DemoPostHog(callersOwn, outage);
        }

        // A demo may be left open for days: what the panel can look back on is bounded.
        var standIn = await PostHogStandIn.StartAsync(new StandInOptions { JournalCapacity = 2_000, JournalBodyBytes = 8 * 1024 * 1024 });
        services.AddHostedService(_ => new StopWithTheShop(standIn));
        return new DemoPostHog(standIn, outage);
    }

    /// <summary>Hosted services stop in reverse order, the web server first: no request finds its PostHog gone.</summary>
    private sealed class StopWithTheShop : IHostedService
    {
        private readonly PostHogStandIn _standIn;

        public StopWithTheShop(PostHogStandIn standIn)
        {
            _standIn = standIn;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => _standIn.DisposeAsync().AsTask();
    }
}
