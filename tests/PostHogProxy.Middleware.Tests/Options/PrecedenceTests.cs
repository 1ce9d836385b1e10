using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PostHogProxy.Middleware.Tests.Options;

public sealed class PrecedenceTests
{
    [Fact]
    public async Task The_one_line_needs_nothing_else()
    {
        await using var app = App([]);

        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);

        var metadata = Metadata(app);
        Assert.Equal("/k3fw", metadata.Pattern);
        Assert.Equal(PostHogRegion.Eu, metadata.Region);
    }

    [Fact]
    public async Task The_section_alone_is_enough()
    {
        await using var app = App([("PostHogProxy:Path", "/k3fw"), ("PostHogProxy:Region", "us")]);

        app.MapPostHogProxy();

        Assert.Equal(PostHogRegion.Us, Metadata(app).Region);
    }

    [Fact]
    public async Task A_named_map_has_a_section_of_its_own()
    {
        await using var app = App(
        [
            ("PostHogProxy:Path", "/other"), ("PostHogProxy:Region", "Us"),
            ("PostHogProxy:Maps:shop:Path", "/k3fw"), ("PostHogProxy:Maps:shop:Region", "Eu"),
        ]);

        app.MapPostHogProxy("shop");

        Assert.Equal("/k3fw", Metadata(app).Pattern);
        Assert.Equal(PostHogRegion.Eu, Metadata(app).Region);
    }

    [Fact]
    public async Task Section_then_Add_then_the_delegate_of_Map_and_the_later_wins()
    {
        var seen = new List<TimeSpan>();
        await using var app = App(
            [("PostHogProxy:ResponseTimeout", "00:00:10")],
            services => services.AddPostHogProxy(options =>
            {
                seen.Add(options.ResponseTimeout);
                options.ResponseTimeout = TimeSpan.FromSeconds(20);
            }));

        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => seen.Add(options.ResponseTimeout));

        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20)], seen);
    }

    [Fact]
    public async Task The_argument_for_the_path_wins_over_the_section()
    {
        await using var app = App([("PostHogProxy:Path", "/section")]);

        app.MapPostHogProxy("/argument", PostHogRegion.Eu);

        Assert.Equal("/argument", Metadata(app).Pattern);
    }

    [Fact]
    public async Task A_region_that_differs_from_the_argument_stops_the_start()
    {
        await using var app = App([("PostHogProxy:Region", "Us")]);

        var wrong = Assert.Throws<OptionsValidationException>(() => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu));

        Assert.Contains("Region is Us in configuration and Eu in the call", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Region", "eux", "'PostHogProxy:Region' is 'eux'")]
    [InlineData("Region", "2", "'PostHogProxy:Region' is '2'")]
    [InlineData("IngestOrigin", "posthog", "'PostHogProxy:IngestOrigin' is 'posthog'")]
    [InlineData("IngestOrigin", "https://x.example/path", "Write https://x.example")]
    [InlineData("IngestOrigin", "ftp://x.example", "http or https")]
    [InlineData("IngestOrigin", "https://us.i.posthog.com", "a host of the region Us, but the other hosts are of Eu")]
    [InlineData("MaxRequestBodySize", "64MB", "'PostHogProxy:MaxRequestBodySize' is '64MB'")]
    [InlineData("MaxRequestBodySize", "0", "MaxRequestBodySize is 0")]
    [InlineData("ResponseTimeout", "5", "\"00:00:05\"")]
    [InlineData("FlagsTimeout", "00:00:00", "FlagsTimeout is 00:00:00")]
    [InlineData("ConnectTimeout", "2:00:00", "at most one hour")]
    [InlineData("MaxConcurrentRequests", "0", "MaxConcurrentRequests is 0")]
    [InlineData("ClientAddress", "Hide", "'PostHogProxy:ClientAddress' is 'Hide'")]
    [InlineData("AllowUnknownPaths", "yes", "Write true or false")]
    [InlineData("Features", "Capture, Hogs", "'PostHogProxy:Features' is 'Capture, Hogs'")]
    [InlineData("Features", "3", "'PostHogProxy:Features' is '3'")]
    [InlineData("ProjectTokens:0", "tökén", "'tökén' is not a project token")]
    [InlineData("ProjectTokens", "phx_secret", "'phx_…' is a secret key")]
    [InlineData("AssetCache", "false", "'PostHogProxy:AssetCache' is 'false', which is not a section. Write its settings in braces below it.")]
    [InlineData("AssetCache:Enabled", "off", "'PostHogProxy:AssetCache:Enabled' is 'off', which is not a switch")]
    [InlineData("AssetCache:MaximumBytes", "0", "AssetCache:MaximumBytes is 0. It must be at least 65536 bytes")]
    [InlineData("AssetCache:MaximumBytes", "-1", "'PostHogProxy:AssetCache:MaximumBytes' is '-1', which is not a number of bytes. Write digits only")]
    [InlineData("AssetCache:MaximumBytes", "65535", "AssetCache:MaximumBytes is 65535. It must be at least 65536 bytes, so that a script fits; 67108864 is 64 MiB. To turn the cache off, set AssetCache:Enabled to false.")]
    [InlineData("AssetCache:MaximumEntryBytes", "-1", "'PostHogProxy:AssetCache:MaximumEntryBytes' is '-1', which is not a number of bytes. Write digits only")]
    [InlineData("AssetCache:FallbackDuration", "365.00:00:01", "AssetCache:FallbackDuration is 365.00:00:01. It must be zero or above and at most 365 days")]
    [InlineData("AssetCache:StaleIfError", "-00:00:01", "AssetCache:StaleIfError is -00:00:01. It must be zero or above and at most 365 days")]
    [InlineData("AssetCache:MaximumEntryBytes", "0", "AssetCache:MaximumEntryBytes is 0. It must be above 0 bytes")]
    [InlineData("AssetCache:FallbackDuration", "-00:00:01", "AssetCache:FallbackDuration is -00:00:01. It must be zero or above")]
    [InlineData("AssetCache:StaleIfError", "366.00:00:00", "AssetCache:StaleIfError is 366.00:00:00. It must be zero or above and at most 365 days")]
    [InlineData("AssetCache:StaleIfError", "1", "'PostHogProxy:AssetCache:StaleIfError' is '1', which is not a duration. Write days, hours")]
    [InlineData("AssetCache:MaximumByts", "1", "The PostHog proxy has no setting 'PostHogProxy:AssetCache:MaximumByts'. Did you mean MaximumBytes?")]
    [InlineData("AssetCache:Lifetime", "1", "The PostHog proxy has no setting 'PostHogProxy:AssetCache:Lifetime'. The settings are Enabled, MaximumBytes, MaximumEntryBytes, FallbackDuration, StaleIfError.")]
    [InlineData("RespnseTimeout", "00:00:05", "has no setting 'PostHogProxy:RespnseTimeout'")]
    public async Task A_wrong_value_is_named_with_its_place_and_its_cure(string key, string value, string told)
    {
        await using var app = App([("PostHogProxy:" + key, value)]);

        var wrong = Assert.Throws<OptionsValidationException>(() => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu));

        Assert.Contains(told, wrong.Message, StringComparison.Ordinal);
        Assert.Contains("at '/k3fw' (section 'PostHogProxy')", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/k3fw", "read as the name of a map")]
    [InlineData("shpo", "PostHogProxy:Maps has: shop")]
    public async Task A_name_that_is_none_is_told_with_what_there_is(string name, string told)
    {
        await using var app = App([("PostHogProxy:Maps:shop:Path", "/k3fw"), ("PostHogProxy:Maps:shop:Region", "Eu")]);

        var wrong = Assert.Throws<OptionsValidationException>(() => app.MapPostHogProxy(name));

        Assert.Contains(told, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_region_and_origin_the_message_says_where_to_look()
    {
        await using var app = App([("PostHogProxy:Path", "/k3fw")]);

        var wrong = Assert.Throws<OptionsValidationException>(() => app.MapPostHogProxy());

        Assert.Contains("Region is not set", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_region_that_was_forgotten_in_code_is_refused()
    {
        await using var app = App([]);

        Assert.Throws<OptionsValidationException>(() => app.MapPostHogProxy("/k3fw", default(PostHogRegion)));
    }

    [Fact]
    public async Task What_the_app_configures_itself_wins_over_the_section_also_with_AddPostHogProxy()
    {
        var seen = TimeSpan.Zero;
        await using var app = App(
            [("PostHogProxy:ResponseTimeout", "00:00:10")],
            services => services
                .Configure<PostHogProxyOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(20))
                .AddPostHogProxy());

        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => seen = options.ResponseTimeout);

        Assert.Equal(TimeSpan.FromSeconds(20), seen);
    }

    [Fact]
    public async Task The_apps_own_validation_is_heard()
    {
        await using var app = App([], services => services
            .AddOptions<PostHogProxyOptions>().Validate(options => options.Path != "/k3fw", "not that one"));

        var wrong = Assert.Throws<OptionsValidationException>(() => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu));

        Assert.Contains("not that one", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_in_an_origin_is_in_no_message()
    {
        await using var app = App([]);

        var wrong = Assert.Throws<OptionsValidationException>(() =>
            app.MapPostHogProxy("/k3fw", new Uri("https://me:secret@posthog.example")));

        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Write https://posthog.example", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origins_of_two_regions_are_refused()
    {
        await using var app = App([("PostHogProxy:AssetsOrigin", "https://eu-assets.i.posthog.com")]);

        var wrong = Assert.Throws<OptionsValidationException>(() =>
            app.MapPostHogProxy("/k3fw", new Uri("https://us.i.posthog.com")));

        Assert.Contains("AssetsOrigin is 'https://eu-assets.i.posthog.com', a host of the region Eu", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PostHogRegion.Eu, "https://eu.i.posthog.com", "UiHost is 'https://eu.i.posthog.com', which is not the PostHog app that people sign in to. Write https://eu.posthog.com")]
    [InlineData(PostHogRegion.Eu, "https://us.posthog.com", "UiHost is 'https://us.posthog.com', of the region Us, but the proxy sends to Eu.")]
    [InlineData(PostHogRegion.Us, "https://app.posthog.com", "Write https://us.posthog.com, or leave it out.")]
    [InlineData(PostHogRegion.Us, "https://posthog.shop.example/app", "UiHost must have scheme, host and port only. Write https://posthog.shop.example.")]
    [InlineData(PostHogRegion.Us, "https://us.posthog.com", null)]
    [InlineData(PostHogRegion.Us, "http://localhost:8000", null)]
    public async Task A_ui_host_that_cannot_be_is_refused(PostHogRegion region, string uiHost, string? problem)
    {
        await using var app = App([("PostHogProxy:UiHost", uiHost)]);

        var failure = Record.Exception(() => app.MapPostHogProxy("/k3fw", region));

        Assert.Equal(problem is not null, failure is OptionsValidationException);
        Assert.Contains(problem ?? "", failure?.Message ?? "", StringComparison.Ordinal);
    }

    private static WebApplication App((string Key, string Value)[] settings, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRoutingCore();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    private static PostHogProxyMetadata Metadata(IEndpointRouteBuilder app) =>
        Assert.Single(app.DataSources.SelectMany(source => source.Endpoints)).Metadata.GetRequiredMetadata<PostHogProxyMetadata>();
}
