using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Sending;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>A store that cannot be opened at first.</summary>
public sealed class OpeningTests
{
    private const string Why = "The test lets it fail. Wait";

    [Fact]
    public async Task Visitors_open_nothing_and_wait_for_nothing()
    {
        using var opening = new ManualResetEventSlim();
        using var mayOpen = new ManualResetEventSlim();
        var factory = new ScriptedFactory(number =>
        {
            if (number == 1)
            {
                throw new OutboxStoreException(Why);
            }

            opening.Set();
            mayOpen.Wait(TestContext.Current.CancellationToken);
            return new MemoryStore();
        });
        await using var app = await StartAsync(factory);
        app.TakeDown(OutboxApp.Refuse);
        try
        {
            await SendsAsync(app, 20, HttpStatusCode.ServiceUnavailable);
            await Until.TrueAsync(() => opening.IsSet);

            // Somebody opens it now, and it takes long.
            await SendsAsync(app, 20, HttpStatusCode.ServiceUnavailable);
            Assert.Equal(2, factory.Opens);
            var health = await app.HealthAsync();
            Assert.Equal(HealthStatus.Degraded, health.Status);
            Assert.Contains(Why, health.Entries["posthog-outbox"].Description, StringComparison.Ordinal);
            Assert.Empty(app.Log.Of(60));
            Assert.Single(app.Log.Of(63));
        }
        finally
        {
            mayOpen.Set();
        }

        await Until.TrueAsync(() => app.Log.Of(60).Count == 1);
        await SendsAsync(app, 1, HttpStatusCode.OK);
        Assert.Equal(HealthStatus.Healthy, (await app.HealthAsync()).Status);
        Assert.Single(app.Log.Of(64));
        app.BringBack();
        await app.ArrivesAsync("event 0");
    }

    [Fact]
    public async Task It_is_tried_again_without_any_visitor_and_said_once()
    {
        var factory = ScriptedFactory.Failing(2, static () => new OutboxStoreException(Why));
        await using var app = await StartAsync(factory);
        await Until.TrueAsync(() => app.Log.Of(60).Count == 1);
        Assert.Equal(3, factory.Opens);
        Assert.Single(app.Log.Of(63));
        Assert.Equal(HealthStatus.Healthy, (await app.HealthAsync()).Status);
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(DllNotFoundException))]
    public async Task A_failure_that_nobody_has_foreseen_stops_no_app(Type failure)
    {
        var factory = ScriptedFactory.Failing(int.MaxValue, () => (Exception)Activator.CreateInstance(failure)!);
        await using var app = await StartAsync(factory);
        using var passed = await app.SendAsync("passes");
        Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
        Assert.Contains(failure.Name, Assert.Single(app.Log.Of(63)).Text, StringComparison.Ordinal);
        await Until.TrueAsync(() => factory.Opens == 2);
    }

    [Fact]
    public async Task Settings_that_cannot_be_right_stop_the_start() => Assert.Equal(
        Why,
        (await Assert.ThrowsAsync<OutboxStoreException>(static () => StartAsync(ScriptedFactory.Failing(1, static () => new OutboxStoreException(Why) { IsSettings = true })))).Message);

    private static Task<OutboxApp> StartAsync(ScriptedFactory factory) => OutboxApp.StartAsync("unused", services: services => services.AddSingleton<IStoreFactory>(factory));

    private static async Task SendsAsync(OutboxApp app, int count, HttpStatusCode expected)
    {
        for (var number = 0; number < count; number++)
        {
            using var answer = await app.SendAsync($"event {number}");
            Assert.Equal(expected, answer.StatusCode);
        }
    }
}
