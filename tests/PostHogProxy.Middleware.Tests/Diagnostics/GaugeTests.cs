using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>What is asked of each proxy when somebody reads the metrics.</summary>
public sealed class GaugeTests
{
    private const string Utilization = "posthog_proxy.concurrency.utilization";
    private const string WrongTokens = "posthog_proxy.region.wrong_tokens";
    private const string Eu = "phc_StandInDemoEu000000000000000000000000000000";
    private const string Us = "phc_StandInDemoUs000000000000000000000000000000";

    [Fact]
    public async Task Without_a_limit_and_without_tokens_there_is_nothing_to_report()
    {
        await using var shop = await Shop.OpenAsync((app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect));

        Assert.Empty(Read(shop));
    }

    [Fact]
    public async Task Requests_on_their_way_are_a_part_of_the_limit()
    {
        var (arrived, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
            {
                connect(options);
                options.MaxConcurrentRequests = 4;
            }),
            postHog: new()
            {
                Intercept = async (context, _) =>
                {
                    arrived.TrySetResult();
                    await answer.Task;
                    await context.Response.WriteAsync("{}");
                },
            });
        Assert.Equal([(Utilization, "/k3fw", 0)], Read(shop));

        var flags = shop.Client.PostAsync("/k3fw/flags/?v=2", new StringContent("{}"), TestContext.Current.CancellationToken);
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal([(Utilization, "/k3fw", 0.25)], Read(shop));

        answer.SetResult();
        using var response = await flags;
    }

    [Fact]
    public async Task Proxies_are_told_apart_by_host_and_path_also_in_a_group()
    {
        await using var shop = await Shop.OpenAsync((app, connect) =>
        {
            void Limited(PostHogProxyOptions options)
            {
                connect(options);
                options.MaxConcurrentRequests = 2;
            }

            app.MapGroup("/shop").MapPostHogProxy("/k3fw", PostHogRegion.Eu, Limited);
            app.MapPostHogProxy("/", PostHogRegion.Eu, Limited).RequireHost("e.shop.example");
        });

        Assert.Equal(["/shop/k3fw", "e.shop.example/"], Read(shop).Select(each => each.Proxy));
    }

    [Theory]
    [InlineData(0, Eu)]
    [InlineData(1, Us)]
    [InlineData(1, Eu, Us)]
    [InlineData(2, Us, "phc_nobodysNobodysNobodysNobodysNobodysNobodysN")]
    public async Task Tokens_that_the_region_does_not_know_are_counted_once_that_is_proven(int wrong, params string[] tokens)
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, tokens);
        await log.WaitForAsync(wrong == 0 ? "Information 21:" : "Error 23:");

        Assert.Equal([(WrongTokens, "/k3fw", wrong)], Read(shop));
    }

    [Fact]
    public async Task Of_what_could_not_be_proven_nothing_is_reported()
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, [Us], (context, _) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await log.WaitForAsync("Warning 22:");

        Assert.Empty(Read(shop));
    }

    private static Task<Shop> OpenAsync(ListLogger log, string[] tokens, Func<HttpContext, Func<Task>, Task>? intercept = null) => Shop.OpenAsync(
        (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            foreach (var token in tokens)
            {
                options.ProjectTokens.Add(token);
            }
        }),
        builder => builder.Logging.AddProvider(log),
        new() { Intercept = intercept });

    private static List<(string Instrument, string Proxy, double Value)> Read(Shop shop)
    {
        var read = new ConcurrentBag<(string Instrument, string Proxy, double Value)>();
        var factory = shop.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, each) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Name is Utilization or WrongTokens)
            {
                each.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return [.. read.Order()];

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            Assert.Equal("posthog_proxy.name", tags[0].Key);
            Assert.Equal(1, tags.Length);
            read.Add((instrument.Name, (string)tags[0].Value!, value));
        }
    }
}
