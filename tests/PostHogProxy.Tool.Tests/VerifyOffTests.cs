using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Testing;

namespace PostHogProxy.Tool.Tests;

public sealed class VerifyOffTests
{
    private const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    [Theory]
    [InlineData("--cookie", "consent=yes")]
    [InlineData("--header", "Cookie: consent=yes")]
    [InlineData("--header", "cookie:shop=1; consent=yes")]
    public async Task A_visitor_without_consent_proves_nothing_and_one_with_it_proves_all(string option, string value)
    {
        await using var shop = await OpenAsync();

        var without = await ToolProcess.RunAsync("verify", shop.Url, "--token", Token, "--region", "eu");
        Assert.Equal((3, ""), (without.ExitCode, without.Error));
        Assert.Contains("info PHX5193: PostHog is off for this visitor", without.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing is proven", without.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("The proxy works", without.Output, StringComparison.Ordinal);

        var with = await ToolProcess.RunAsync("verify", shop.Url, "--token", Token, option, value);
        Assert.Equal((0, ""), (with.ExitCode, with.Error));
        Assert.Contains("The proxy works", with.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("PHX5193", with.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookies_are_sent_as_one_header_and_their_values_are_in_no_report()
    {
        await using var shop = await OpenAsync();

        var run = await ToolProcess.RunAsync("verify", shop.Url, "--cookie", "session=s3cr3t", "--cookie", "consent=yes", "--header", "Authorization: Bearer s3cr3t", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["session=s3cr3t; consent=yes"], shop.Cookies.Distinct());
        Assert.DoesNotContain("s3cr3t", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_hear_that_nothing_is_proven()
    {
        await using var shop = await OpenAsync();

        var run = await ToolProcess.RunAsync("verify", shop.Url, "--token", " my-own.token ", "--json");

        using var document = JsonDocument.Parse(run.Output);
        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "verify.schema.json"), TestContext.Current.CancellationToken));
        Assert.Empty(Schema.Violations(schema.RootElement, document.RootElement));
        Assert.Equal(3, run.ExitCode);
        Assert.True(document.RootElement.GetProperty("fine").GetBoolean());
        Assert.True(document.RootElement.GetProperty("provesNothing").GetBoolean());
        Assert.Equal("my-own.t…", document.RootElement.GetProperty("token").GetString());
    }

    private static async Task<ConsentShop> OpenAsync()
    {
        var standIn = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var cookies = new System.Collections.Concurrent.ConcurrentBag<string>();
        app.Use((context, next) =>
        {
            cookies.Add(string.Join(" | ", context.Request.Headers.Cookie.AsEnumerable()));
            return next(context);
        });
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            options.ConfigureHandler = standIn.ConnectFrom;
            options.DisabledWhen = context => context.Request.Cookies["consent"] != "yes";
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, standIn, cookies);
    }

    private sealed class ConsentShop(WebApplication app, PostHogStandIn standIn, IReadOnlyCollection<string> cookies) : IAsyncDisposable
    {
        public string Url => app.Urls.First() + "/k3fw";

        public IReadOnlyCollection<string> Cookies => cookies;

        public async ValueTask DisposeAsync()
        {
            await app.DisposeAsync();
            await standIn.DisposeAsync();
        }
    }
}
