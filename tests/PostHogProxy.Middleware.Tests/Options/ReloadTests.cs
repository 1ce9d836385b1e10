using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Options;

namespace PostHogProxy.Middleware.Tests.Options;

public sealed class ReloadTests
{
    [Fact]
    public void A_changed_timeout_is_in_force_at_once()
    {
        var configuration = Configuration();
        using var options = Live(configuration, out _);

        configuration["PostHogProxy:ResponseTimeout"] = "00:00:07";
        configuration.Reload();

        Assert.Equal(TimeSpan.FromSeconds(7), options.Current.ResponseTimeout);
    }

    [Fact]
    public void An_invalid_change_keeps_the_last_good_options()
    {
        var configuration = Configuration();
        using var options = Live(configuration, out var log);
        configuration["PostHogProxy:ResponseTimeout"] = "00:00:07";
        configuration.Reload();

        configuration["PostHogProxy:ResponseTimeout"] = "soon";
        configuration.Reload();

        Assert.Equal(TimeSpan.FromSeconds(7), options.Current.ResponseTimeout);
        Assert.Single(log.Lines, line => line.StartsWith("Error 2:", StringComparison.Ordinal)
            && line.Contains("'PostHogProxy:ResponseTimeout' is 'soon'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Region", "Us")]
    [InlineData("Path", "/other")]
    [InlineData("MaxRequestBodySize", "7")]
    public void A_change_of_what_is_fixed_at_start_is_told(string key, string value)
    {
        var configuration = Configuration();
        using var options = Live(configuration, out var log);

        configuration["PostHogProxy:" + key] = value;
        configuration.Reload();

        Assert.Single(log.Lines, line => line.StartsWith("Warning 3:", StringComparison.Ordinal));
    }

    private static IConfigurationRoot Configuration() =>
        new ConfigurationBuilder().AddInMemoryCollection([new("PostHogProxy:Path", "/k3fw"), new("PostHogProxy:Region", "Eu")]).Build();

    private static LiveOptions Live(IConfigurationRoot configuration, out ListLogger log)
    {
        log = new ListLogger();
        return new(
            new OptionsSource(new ServiceCollection().BuildServiceProvider(), configuration, "", new MapArguments(), configure: null),
            configuration,
            log);
    }
}
