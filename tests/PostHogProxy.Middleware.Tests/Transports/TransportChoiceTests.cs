using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Transports;

/// <summary>Which client carries a visitor's request, and what the log says of it.</summary>
public sealed class TransportChoiceTests
{
    [Fact]
    public async Task By_default_requests_go_over_connections_of_the_proxys_own()
    {
        await using var run = await ShopOf(PostHogTransport.Auto);

        Assert.False(await run.SendsThroughHandlerAsync());
        Assert.Contains("https://eu.i.posthog.com, https://eu-assets.i.posthog.com", await run.Log.WaitForAsync("Information 52:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_handler_is_used_where_the_app_wants_it()
    {
        await using var run = await ShopOf(PostHogTransport.SocketsHttpHandler);

        Assert.True(await run.SendsThroughHandlerAsync());
        Assert.Contains("because Transport is SocketsHttpHandler", await run.Log.WaitForAsync("Information 53:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_property_that_the_own_client_lacks_leads_to_the_handler_and_is_named()
    {
        await using var run = await ShopOf(PostHogTransport.Auto, handler => handler.KeepAlivePingDelay = TimeSpan.FromSeconds(30));

        Assert.True(await run.SendsThroughHandlerAsync());
        Assert.Contains("because ConfigureHandler sets KeepAlivePingDelay", await run.Log.WaitForAsync("Information 53:"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_choice_follows_the_configuration_while_the_app_runs()
    {
        await using var run = await ShopOf(transport: null);
        Assert.False(await run.SendsThroughHandlerAsync());

        run.Choose("SocketsHttpHandler");
        Assert.True(await run.SendsThroughHandlerAsync());
    }

    [Fact]
    public async Task A_host_that_offers_no_HTTP_2_is_served_through_the_handler_and_named_once()
    {
        await using var run = await ShopOf(PostHogTransport.Auto, protocols: HttpProtocols.Http1);

        // Each is answered 200; that the handler sent the first is known of the connection it opened.
        Assert.True(await run.SendsThroughHandlerAsync());
        await run.SendsThroughHandlerAsync();
        await run.SendsThroughHandlerAsync();

        Assert.Contains("https://eu-assets.i.posthog.com doesn't offer HTTP/2", await run.Log.WaitForAsync("Information 54:"), StringComparison.Ordinal);
        Assert.Single(run.Log.Lines.FindAll(static line => line.StartsWith("Information 54:", StringComparison.Ordinal)));
    }

    private static async Task<Run> ShopOf(PostHogTransport? transport, Action<SocketsHttpHandler>? configure = null, HttpProtocols protocols = HttpProtocols.Http1AndHttp2)
    {
        var log = new ListLogger();
        var opened = new Opened();
        IConfigurationRoot? configuration = null;
        var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
            {
                connect(options);
                options.ConfigureHandler += handler =>
                {
                    configure?.Invoke(handler);
                    var inner = handler.ConnectCallback!;
                    handler.ConnectCallback = (context, cancellation) =>
                    {
                        opened.ByHandler |= context.InitialRequestMessage.RequestUri!.AbsolutePath == "/static/array.js";
                        return inner(context, cancellation);
                    };
                };
                options.Transport = transport ?? options.Transport;
            }),
            builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Configuration.AddInMemoryCollection([new("PostHogProxy:Transport", "Auto")]);
                configuration = builder.Configuration;
            },
            new StandInOptions { Protocols = protocols },
            assetCache: false);
        return new(shop, log, opened, configuration!);
    }

    private sealed class Opened
    {
        public bool ByHandler { get; set; }
    }

    private sealed class Run(Shop shop, ListLogger log, Opened opened, IConfigurationRoot configuration) : IAsyncDisposable
    {
        public ListLogger Log => log;

        public void Choose(string transport)
        {
            configuration["PostHogProxy:Transport"] = transport;
            configuration.Reload();
        }

        // The runtime's client opens its first connection for a request, and names it to who opens; ours opens it for the host.
        public async Task<bool> SendsThroughHandlerAsync()
        {
            using var response = await shop.Client.GetAsync("/k3fw/static/array.js", TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            return opened.ByHandler;
        }

        public ValueTask DisposeAsync() => shop.DisposeAsync();
    }
}
