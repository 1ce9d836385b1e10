using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace PostHogProxy.Middleware.Tests.Snippet;

public sealed class SnippetTagHelperTests
{
    [Fact]
    public async Task The_tag_becomes_the_script()
    {
        var html = await RenderAsync([]);

        var read = SnippetReading.Of(html);
        Assert.Equal(("/k3fw", SnippetApp.Token, "n0nce"), (read.ApiHost, read.Token, read.Nonce));
        Assert.Equal("never", read.Options.GetProperty("person_profiles").GetString());
        Assert.True(read.Options.GetProperty("debug").GetBoolean());
    }

    [Fact]
    public async Task An_attribute_that_is_none_is_told() =>
        Assert.Contains("no attribute &#x27;api-host&#x27;", await RenderAsync([new("api-host", "/k3fw")]), StringComparison.Ordinal);

    private static async Task<string> RenderAsync(TagHelperAttributeList unknown)
    {
        var html = "";
        await using var app = await SnippetApp.StartAsync(
            each =>
            {
                each.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
                each.MapGet("/view", context =>
                {
                    html = Render(context, unknown);
                    return Task.CompletedTask;
                });
            },
            "Development");
        await app.HeadAsync("http://shop.example/view");
        return html;
    }

    private static string Render(HttpContext context, TagHelperAttributeList unknown)
    {
        var tag = new PostHogSnippetTagHelper
        {
            Token = SnippetApp.Token,
            Nonce = "n0nce",
            PersonProfiles = "never",
            Options = "{\"debug\": true}",
            ViewContext = new ViewContext { HttpContext = context },
        };
        var output = new TagHelperOutput("posthog-snippet", unknown, (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent()));
        tag.Process(new([], new Dictionary<object, object>(), "1"), output);
        using var writer = new StringWriter();
        output.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        return writer.ToString();
    }
}
