using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Snippet;

public sealed class SnippetComponentTests
{
    [Fact]
    public async Task The_component_becomes_the_script()
    {
        var read = SnippetReading.Of(await RenderAsync(new()
        {
            ["Token"] = SnippetApp.Token,
            ["Nonce"] = "n0nce",
            ["PersonProfiles"] = "never",
            ["Options"] = "{\"debug\": true}",
            ["Map"] = "/k3fw",
            ["Defaults"] = "2026-01-30",
        }));

        Assert.Equal(("/k3fw", SnippetApp.Token, "n0nce"), (read.ApiHost, read.Token, read.Nonce));
        Assert.Equal("never", read.Options.GetProperty("person_profiles").GetString());
        Assert.Equal("2026-01-30", read.Options.GetProperty("defaults").GetString());
        Assert.True(read.Options.GetProperty("debug").GetBoolean());

        // Every change of the address would be a page.
        Assert.True(read.Options.GetProperty("capture_pageview").GetBoolean());
    }

    [Theory]
    [InlineData("false")]
    [InlineData("\"history_change\"")]
    public async Task A_page_that_says_how_to_count_has_the_last_word(string value)
    {
        var html = await RenderAsync(new() { ["Token"] = SnippetApp.Token, ["Options"] = $"{{\"capture_pageview\": {value}}}" });

        Assert.Equal(value, SnippetReading.Of(html).Options.GetProperty("capture_pageview").GetRawText());
        Assert.DoesNotContain("enhancedload", html, StringComparison.Ordinal);
    }

    // Blazor would end the page with an exception.
    [Fact]
    public async Task A_parameter_that_there_is_none_of_is_told() =>
        Assert.Contains("no parameter &#x27;person-profiles&#x27;", await RenderAsync(new() { ["Token"] = SnippetApp.Token, ["person-profiles"] = "never" }), StringComparison.Ordinal);

    [Fact]
    public void It_has_the_options_of_the_snippet_and_the_tag_and_no_others()
    {
        var options = typeof(PostHogSnippetOptions).GetProperties().Select(each => each.Name).Order(StringComparer.Ordinal).ToList();

        Assert.Equal(options, typeof(Components.PostHogSnippet).GetProperties()
            .Where(each => each.GetCustomAttributes(typeof(ParameterAttribute), false) is [ParameterAttribute { CaptureUnmatchedValues: false }])
            .Select(each => each.Name).Order(StringComparer.Ordinal));
        Assert.Equal(options, typeof(PostHogSnippetTagHelper).GetProperties()
            .Where(each => each.GetCustomAttributes(typeof(HtmlAttributeNameAttribute), false).Length > 0)
            .Select(each => each.Name).Order(StringComparer.Ordinal));
    }

    // As in an e-mail, or a test of a component.
    [Fact]
    public async Task Without_a_request_it_renders_nothing()
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);

        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<Components.PostHogSnippet>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Token"] = SnippetApp.Token }))).ToHtmlString());

        Assert.Equal("", html);
    }

    private static async Task<string> RenderAsync(Dictionary<string, object?> parameters)
    {
        using var log = new ListLogger();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddRazorComponents();
        await using var app = builder.Build();
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
        app.MapGet("/page", () => new RazorComponentResult<Components.PostHogSnippet>(parameters));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = app.GetTestClient();
        return await client.GetStringAsync(new Uri("http://shop.example/page"), TestContext.Current.CancellationToken);
    }
}
