using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>What the log says where the visitor's address is lost on its way. The tests connect from 127.0.0.1, as a proxy on the same machine does.</summary>
public sealed class ClientAddressWatchTests
{
    private const string Visitor = "203.0.113.9";
    private const string Edge = "198.51.100.2";

    [Theory]
    [InlineData($"X-Forwarded-For: {Visitor}, {Edge}\r\n")]
    [InlineData($"X-Forwarded-For: {Visitor}\r\nX-Forwarded-For: {Edge}\r\n")]
    [InlineData($"X-Forwarded-For: {Visitor}:4711, {Edge}:443\r\n")]
    [InlineData($"X-Forwarded-For: 2001:db8::9, {Edge}\r\n")]
    public async Task Two_balancers_with_the_documented_code_are_an_info_that_names_ForwardLimit(string headers)
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, Documented());

        await AskTwiceAsync(shop, headers);

        Assert.All(shop.PostHog.Journal.Requests, request => Assert.Equal(Edge, Assert.Single(request.HeaderValues("X-Forwarded-For"))));
        Assert.Contains("ForwardLimit", Assert.Single(Said(log)), StringComparison.Ordinal);
        Assert.StartsWith("Information 32:", Assert.Single(Said(log)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"X-Forwarded-For: {Visitor}\r\n")]
    [InlineData($"X-Forwarded-For: {Visitor}\r\nForwarded: for={Visitor}\r\nX-Real-IP: {Visitor}\r\nCF-Connecting-IP: {Visitor}\r\n")]
    [InlineData($"X-Forwarded-For: {Visitor}\r\nX-Original-For: 10.0.0.1:1\r\n")]
    [InlineData($"X-Forwarded-For: unknown, {Visitor}\r\n")]
    [InlineData("X-Forwarded-For: 127.0.0.1\r\n")]
    [InlineData("")]
    public async Task One_balancer_with_the_documented_code_is_nothing_to_speak_of(string headers)
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, Documented());

        await AskTwiceAsync(shop, headers);

        Assert.Empty(Said(log));
    }

    [Fact]
    public async Task Two_balancers_with_their_number_and_networks_are_nothing_to_speak_of()
    {
        using var log = new ListLogger();
        var documented = Documented();
        documented.ForwardLimit = 2;
        documented.KnownProxies.Add(IPAddress.Parse(Edge));
        await using var shop = await OpenAsync(log, documented);

        await AskTwiceAsync(shop, $"X-Forwarded-For: {Visitor}, {Edge}\r\n");

        Assert.All(shop.PostHog.Journal.Requests, request => Assert.Equal(Visitor, Assert.Single(request.HeaderValues("X-Forwarded-For"))));
        Assert.Empty(Said(log));
    }

    [Theory]
    [InlineData("10.0.0.1:4711")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1")]
    [InlineData("x")]
    [InlineData("")]
    public async Task An_X_Original_For_that_another_has_written_silences_nothing(string foreign)
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, forwarded: null);

        await AskTwiceAsync(shop, $"X-Forwarded-For: {Visitor}\r\nX-Original-For: {foreign}\r\n");

        Assert.StartsWith("Warning 10:", Assert.Single(Said(log)), StringComparison.Ordinal);
        Assert.Contains("Requests have X-Forwarded-For", Assert.Single(Said(log)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_middleware_that_does_not_know_the_proxy_has_not_read_the_header()
    {
        using var log = new ListLogger();
        var documented = Documented();
        documented.KnownProxies.Clear();
        documented.KnownIPNetworks.Clear();
        documented.KnownProxies.Add(IPAddress.Parse("10.9.9.9"));
        await using var shop = await OpenAsync(log, documented);

        await AskTwiceAsync(shop, $"X-Forwarded-For: {Visitor}\r\n");

        Assert.StartsWith("Warning 10:", Assert.Single(Said(log)), StringComparison.Ordinal);
        Assert.Contains("KnownProxies", Assert.Single(Said(log)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, $"Forwarded: for={Visitor}\r\n")]
    [InlineData(false, $"Forwarded: for={Visitor}\r\n")]
    [InlineData(true, $"Forwarded: proto=https;For=\"[2001:db8::9]:4711\", for={Edge}\r\n")]
    [InlineData(true, $"X-Forwarded-For: \r\nForwarded: for={Visitor}\r\n")]
    public async Task Only_Forwarded_is_a_warning_of_its_own_with_a_cure_that_works(bool hasMiddleware, string headers)
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, hasMiddleware ? Documented() : null);

        await AskTwiceAsync(shop, headers);

        Assert.StartsWith("Warning 33:", Assert.Single(Said(log)), StringComparison.Ordinal);
        Assert.Contains("Let the proxy send X-Forwarded-For", Assert.Single(Said(log)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CF-Connecting-IP")]
    [InlineData("True-Client-IP")]
    [InlineData("X-Real-IP")]
    [InlineData("Fastly-Client-IP")]
    [InlineData("X-Azure-ClientIP")]
    public async Task Only_a_header_of_another_name_is_a_warning_that_names_ForwardedForHeaderName(string header)
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, Documented());

        await AskTwiceAsync(shop, $"{header}: {Visitor}\r\nForwarded: for={Visitor}\r\n");

        Assert.StartsWith("Warning 10:", Assert.Single(Said(log)), StringComparison.Ordinal);
        Assert.Contains($"ForwardedForHeaderName = \"{header}\"", Assert.Single(Said(log)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_of_another_name_that_the_app_reads_is_nothing_to_speak_of()
    {
        using var log = new ListLogger();
        var documented = Documented();
        documented.ForwardedForHeaderName = "CF-Connecting-IP";
        await using var shop = await OpenAsync(log, documented);

        await AskTwiceAsync(shop, $"CF-Connecting-IP: {Visitor}\r\nX-Forwarded-For: 192.0.2.66, {Visitor}\r\nForwarded: for={Visitor}\r\n");

        Assert.All(shop.PostHog.Journal.Requests, request => Assert.Equal(Visitor, Assert.Single(request.HeaderValues("X-Forwarded-For"))));
        Assert.Empty(Said(log));
    }

    [Theory]
    [InlineData("X-Forwarded-For: \r\n")]
    [InlineData("X-Forwarded-For: unknown\r\n")]
    [InlineData("X-Forwarded-For: 127.0.0.1\r\n")]
    [InlineData("Forwarded: proto=https\r\n")]
    [InlineData("X-Real-IP: \r\n")]
    [InlineData($"X-Original-For: {Visitor}:1\r\n")]
    public async Task A_header_that_gives_no_other_address_is_nothing_to_speak_of(string headers)
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, forwarded: null);

        await AskTwiceAsync(shop, headers);

        Assert.Empty(Said(log));
    }

    [Theory]
    [InlineData($"X-Forwarded-For: {Visitor}\r\n")]
    [InlineData($"Forwarded: for={Visitor}\r\n")]
    [InlineData($"X-Real-IP: {Visitor}\r\n")]
    public async Task Where_no_address_goes_to_PostHog_there_is_nothing_to_speak_of(string headers)
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, forwarded: null, ClientAddressMode.Omit);

        await AskTwiceAsync(shop, headers);

        Assert.Empty(Said(log));
    }

    [Fact]
    public async Task A_header_that_somebody_made_up_does_not_hide_the_one_that_matters()
    {
        using var log = new ListLogger();
        await using var shop = await OpenAsync(log, forwarded: null);

        await AskTwiceAsync(shop, $"X-Real-IP: {Visitor}\r\n");
        await AskTwiceAsync(shop, $"X-Forwarded-For: {Visitor}\r\n");

        Assert.Equal(2, Said(log).Count);
        Assert.Contains("Requests have X-Forwarded-For", Said(log)[1], StringComparison.Ordinal);
    }

    // What docs/operations.md says to write; the network is that of the test's proxy.
    private static ForwardedHeadersOptions Documented()
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse("127.0.0.0/8"));
        return forwarded;
    }

    private static List<string> Said(ListLogger log) => log.Lines.FindAll(line =>
        line.StartsWith("Warning", StringComparison.Ordinal) || line.Contains("orwarded", StringComparison.Ordinal));

    private static async Task AskTwiceAsync(Shop shop, string headers)
    {
        await RawHttp.SendAsync(shop.Port, "/k3fw/static/array.js", headers);
        await RawHttp.SendAsync(shop.Port, "/k3fw/static/array.js", headers);
    }

    private static Task<Shop> OpenAsync(ListLogger log, ForwardedHeadersOptions? forwarded, ClientAddressMode mode = ClientAddressMode.Forward) => Shop.OpenAsync(
        (app, connect) =>
        {
            if (forwarded is not null)
            {
                app.UseForwardedHeaders(forwarded);
            }

            app.UseRouting();
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
            {
                connect(options);
                options.ClientAddress = mode;
            });
        },
        builder => builder.Logging.AddProvider(log).AddFilter("Microsoft", LogLevel.None),
        assetCache: false);
}
