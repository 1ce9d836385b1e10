using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PostHogProxy.Admission.Visitors;
using PostHogProxy.Forwarding.Messages;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

public sealed class OldClientsTests : IDisposable
{
    private readonly ListLogger _log = new();
    private readonly SetClock _clock = new();

    [Theory]
    [InlineData("/e/?ip=0&_=1&ver=1.300.0&compression=gzip-js", "1.300.0")]
    [InlineData("/i/v0/e/?_=1&ver=1.391.3&ip=1", "1.391.3")]
    [InlineData("/s/?ip=0&_=1&ver=1.200.12&beacon=1", "1.200.12")]
    [InlineData("/flags/?v=2&ip=0&ver=1.300.0", "1.300.0")]
    [InlineData("/decide/?v=3&ip=1&ver=1.200.0", "1.200.0")]
    [InlineData("/e/?ip=0", "of an unknown version")]
    [InlineData("/e/?ip=0&ver=", "of an unknown version")]
    [InlineData("/e/?ip=0&ver=<b>%0d%0aWarning</b>", "of an unknown version")]
    [InlineData("/e/?ip=0&ver=1.1.1.1.1.1.1.1.1.10", "1.1.1.1.1.1.1.1.1.10")]
    [InlineData("/e/?ip=0&ver=1.1.1.1.1.1.1.1.1.100", "of an unknown version")]
    public void A_client_that_writes_ip_into_its_addresses_is_told_with_its_version(string target, string version)
    {
        var clients = Clients();

        Look(clients, target);

        Assert.StartsWith($"Warning 25: Some pages use posthog-js {version}. Versions before 1.391.6 write ip=", Assert.Single(_log.Lines), StringComparison.Ordinal);
        Assert.Contains($"posthog-js {version}.", clients.Found(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/e/")]
    [InlineData("/e/?compression=gzip-js&zip=1")]
    [InlineData("/e/?_=1&ver=1.395.0")]
    [InlineData("/e/?q=a?b=ip=1")]
    [InlineData("/e/ip=0?retry_count=1")]
    [InlineData("/static/array.js?ip=0&ver=1.300.0")]
    [InlineData("/api/surveys/?token=phc_x&ip=0")]
    [InlineData("/i/v1/analytics/events?ip=0")]
    public void Others_are_not(string target)
    {
        var clients = Clients();

        Look(clients, target);

        Assert.Empty(_log.Lines);
        Assert.Null(clients.Found());
    }

    [Fact]
    public void It_is_one_line_a_day_and_a_note_for_as_long_as_they_come()
    {
        var clients = Clients();

        Look(clients, "/e/?ip=0&ver=1.300.0");
        _clock.Move(TimeSpan.FromHours(23));
        Look(clients, "/e/?ip=0&ver=1.310.0");
        Assert.Single(_log.Lines);
        Assert.Contains("1.310.0", clients.Found(), StringComparison.Ordinal);

        _clock.Move(TimeSpan.FromHours(1));
        Look(clients, "/e/?ip=0&ver=1.310.0");
        Assert.Equal(2, _log.Lines.Count);

        _clock.Move(TimeSpan.FromHours(24));
        Assert.Null(clients.Found());
    }

    [Fact]
    public async Task The_health_report_has_the_note_and_its_status_is_as_before()
    {
        await using var shop = await Shop.OpenAsync(
            (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            builder => builder.Services.AddHealthChecks().AddPostHogProxy());
        using var response = await shop.Client.PostAsync("/k3fw/e/?ip=0&ver=1.300.0", new StringContent("{}"), TestContext.Current.CancellationToken);

        var report = await shop.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.StartsWith("Some pages use posthog-js 1.300.0.", (string)report.Entries["posthog-proxy"].Data["/k3fw old clients"], StringComparison.Ordinal);
    }

    public void Dispose() => _log.Dispose();

    private OldClients Clients() => new(_log, _clock);

    private static void Look(OldClients clients, string target)
    {
        var end = target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : target.Length;
        clients.Look(ClientRoutes.Find(target, end).Kind, new RequestTarget(target, end));
    }
}
