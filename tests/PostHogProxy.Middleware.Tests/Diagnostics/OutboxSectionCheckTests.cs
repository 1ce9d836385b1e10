using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Keeping;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>The section of the outbox adds none. Who sets it and forgets the line of code would learn it in the outage.</summary>
public sealed class OutboxSectionCheckTests
{
    private const string Warning = "Warning 43:";

    [Theory]
    [InlineData("PostHogProxy:Outbox:Path", "/var/lib/shop/outbox.db", true)]
    [InlineData("posthogproxy:outbox:mode", "WriteAhead", true)]
    [InlineData("PostHogProxy:Outbox:MaxBtyes", "1", true)]
    [InlineData("PostHogProxy:Outbox:Mode", "off", false)]
    [InlineData("PostHogProxy:Outbox:Mode", null, false)]
    [InlineData("PostHogProxy:Outbox", "", false)]
    [InlineData("PostHogProxy:FlagsTimeout", "00:00:02", false)]
    [InlineData("PostHogProxy:Maps:shop:Path", "/k3fw", false)]
    public async Task A_section_without_an_outbox_is_told_once(string key, string? value, bool isTold)
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, key, value, static _ => { });
        Assert.Equal(isTold ? 1 : 0, log.Lines.Count(static line => line.StartsWith(Warning, StringComparison.Ordinal)));
        Assert.DoesNotContain(log.Lines, static line => line.StartsWith("Warning 29:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_an_outbox_nothing_is_told()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, "PostHogProxy:Outbox:Path", "/var/lib/shop/outbox.db", static services => services.AddSingleton<IOutbox, NoOutbox>());
        Assert.DoesNotContain(log.Lines, static line => line.StartsWith(Warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Proxies_that_all_have_names_are_no_reason_to_call_the_section_unread()
    {
        var log = new ListLogger();
        await using var shop = await Shop.OpenAsync(
            static (app, _) => app.MapPostHogProxy("shop"),
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["PostHogProxy:Maps:shop:Path"] = "/k3fw",
                    ["PostHogProxy:Maps:shop:Region"] = "Eu",
                    ["PostHogProxy:Outbox:Mode"] = "WriteAhead",
                });
                builder.Services.AddSingleton<IOutbox, NoOutbox>();
            });
        Assert.DoesNotContain(log.Lines, static line => line.StartsWith("Warning 29:", StringComparison.Ordinal));
    }

    private static Task<Shop> OpenAsync(ListLogger log, string key, string? value, Action<IServiceCollection> services) => Shop.OpenAsync(
        static (app, connect) =>
        {
            app.MapPostHogProxy("/one", PostHogRegion.Eu, connect);
            app.MapPostHogProxy("/two", PostHogRegion.Eu, connect);
        },
        builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { [key] = value });
            services(builder.Services);
        });

    // It keeps nothing, and nobody asks it to.
    private sealed class NoOutbox : IOutbox
    {
        public IOutboxLane Attach(ProxyName proxy, IKeptSender sender) => null!;
    }
}
