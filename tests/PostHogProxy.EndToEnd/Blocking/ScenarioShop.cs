using Microsoft.AspNetCore.Builder;
using PostHogProxy.Testing;
using Storefront;

namespace PostHogProxy.EndToEnd.Blocking;

/// <summary>The Storefront as it is, with a scenario's settings on its command line, and a PostHog behind it that serves the scenario's posthog-js.</summary>
internal sealed class ScenarioShop : IAsyncDisposable
{
    private readonly PostHogStandIn _postHog;
    private readonly WebApplication _shop;

    private ScenarioShop(PostHogStandIn postHog, WebApplication shop)
    {
        _postHog = postHog;
        _shop = shop;
        Port = new Uri(shop.Urls.First()).Port;
    }

    public int Port { get; }

    public StandInJournal Journal => _postHog.Journal;

    public static async Task<ScenarioShop> StartAsync(FirefoxScenario scenario)
    {
        var postHog = await PostHogStandIn.StartAsync(await ClientPage.PostHogWithAsync(scenario.Client));
        var shop = await StorefrontApp.BuildAsync(
            [
                "--urls", "http://127.0.0.1:0",
                "--Logging:LogLevel:Default=Warning",
                $"--Storefront:Path={scenario.Prefix}",
                $"--Storefront:Aliases={(scenario.Aliases ? PathAliasMode.On : PathAliasMode.Off)}",
            ],
            postHog);
        await shop.StartAsync();
        return new ScenarioShop(postHog, shop);
    }

    public async ValueTask DisposeAsync()
    {
        await _shop.StopAsync();
        await _shop.DisposeAsync();
        await _postHog.DisposeAsync();
    }
}
