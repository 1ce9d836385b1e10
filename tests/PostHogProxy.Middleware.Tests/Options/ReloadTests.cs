using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogProxy.Options;

namespace PostHogProxy.Middleware.Tests.Options;

public sealed class ReloadTests
{
    [Fact]
    public void A_changed_timeout_is_in_force_at_once()
    {
        var configuration = Configuration();
        using var options = Live(configuration);

        configuration["PostHogProxy:ResponseTimeout"] = "00:00:07";
        configuration.Reload();

        Assert.Equal(TimeSpan.FromSeconds(7), options.Current.ResponseTimeout);
    }

    [Fact]
    public void An_invalid_change_keeps_the_last_good_options()
    {
        var configuration = Configuration();
        using var options = Live(configuration);
        configuration["PostHogProxy:ResponseTimeout"] = "00:00:07";
        configuration.Reload();

        configuration["PostHogProxy:ResponseTimeout"] = "soon";
        configuration.Reload();

        Assert.Equal(TimeSpan.FromSeconds(7), options.Current.ResponseTimeout);
    }

    private static IConfigurationRoot Configuration() =>
        new ConfigurationBuilder().AddInMemoryCollection([new("PostHogProxy:Path", "/k3fw"), new("PostHogProxy:Region", "Eu")]).Build();

    private static LiveOptions Live(IConfigurationRoot configuration) =>
        new(
            new OptionsSource(new ServiceCollection().BuildServiceProvider(), configuration, "", new MapArguments(), configure: null),
            configuration,
            NullLogger.Instance);
}
