using System.Net;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogProxy.Outbox.Tests.Stores;
using static PostHogProxy.Outbox.Tests.Hosting.FailingPostHog;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>What the outbox does not keep fails as PostHog failed, and the SDK knows it.</summary>
public sealed class LeftToSdkTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("400")]
    [InlineData("401")]
    [InlineData("413")]
    public async Task What_PostHog_refuses_for_good_the_SDK_hears_at_once(string fault)
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        app.TakeDown(context => FailAsync(context, fault));
        using var answer = await app.SendAsync("refused");
        Assert.Equal(fault, ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Flags_and_scripts_are_never_kept()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File);
        app.TakeDown(context => FailAsync(context, "503"));
        using var flags = await app.Client.PostAsync("/shop/flags/?v=2", new StringContent("{}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, flags.StatusCode);
        using var script = await app.Client.GetAsync("/shop/static/array.js", TestContext.Current.CancellationToken);
        Assert.False(script.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_store_that_is_full_leaves_PostHogs_failure_to_the_SDK()
    {
        await using var app = await OutboxApp.StartAsync(_folder.File, options => (options.MaxBytes, options.MaxEntryBytes) = (1 << 20, 1 << 20));
        app.TakeDown(context => FailAsync(context, "503"));
        var large = new string('x', 400_000);
        var statuses = new List<HttpStatusCode>();
        for (var number = 0; number < 4; number++)
        {
            using var answer = await app.SendAsync(large);
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable], statuses);
        Assert.Single(app.Log.Of(63));
        var health = await app.HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("MaxBytes", health.Entries["posthog-outbox"].Description, StringComparison.Ordinal);
    }
}
