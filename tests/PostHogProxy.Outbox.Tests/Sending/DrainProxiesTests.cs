using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Sending;

/// <summary>Requests of a proxy that is off, or that is not there.</summary>
public sealed class DrainProxiesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Requests_of_a_proxy_that_is_not_there_are_named_and_kept()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.Keep(1);
            drain.Store.Add("old.example/k3fw", Sample.Request(2, at: drain.Time.GetUtcNow().UtcDateTime));
        });
        await drain.RunAsync(Minute / 2);
        Assert.Empty(drain.Orphans);
        await drain.RunAsync(Minute * 3);
        Assert.Equal(["old.example/k3fw"], drain.Orphans);
        Assert.Equal("old.example/k3fw", Assert.Single(drain.Store.Rows).Proxy);
        Assert.Equal(["Events 1"], drain.Names);
    }

    [Fact]
    public async Task A_proxy_that_is_off_sends_nothing_and_loses_nothing()
    {
        await using var drain = new Drain(before: static drain =>
        {
            drain.PostHog.IsOff = true;
            drain.Keep(1);
        });
        await drain.RunAsync(Minute);
        Assert.Empty(drain.Names);
        drain.PostHog.IsOff = false;
        await drain.RunAsync(Minute);
        Assert.Equal(["Events 1"], drain.Names);
    }
}
