using System.Text.Json;
using AngleSharp.Html.Parser;
using Jint;

namespace PostHogProxy.Middleware.Tests.Snippet;

/// <summary>What an HTML parser and a JavaScript engine, neither of them ours, read out of a page with the snippet.</summary>
/// <param name="Script">The text of the one script element.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Token">The first argument of <c>posthog.init</c>.</param>
/// <param name="Options">The second.</param>
/// <param name="Source">The address of posthog-js.</param>
/// <param name="Renamed">What <c>rewriteRequestPath</c> makes of <c>/e/</c>; empty where there is no such function.</param>
internal sealed record SnippetReading(string Script, string? Nonce, string Token, JsonElement Options, string Source, string Renamed)
{
    private const string Browser = """
        var window = { addEventListener: function () {} }, history = {}, navigator = { globalPrivacyControl: GPC }, scripts = [];
        var document = {
          currentScript: { nonce: NONCE },
          createElement: function () { return {}; },
          head: { appendChild: function (script) { scripts.push(script); } },
        };
        """;

    public string ApiHost => Options.GetProperty("api_host").GetString()!;

    public string? UiHost => Options.TryGetProperty("ui_host", out var host) ? host.GetString() : null;

    public static SnippetReading Of(string html, bool globalPrivacyControl = false)
    {
        var page = new HtmlParser().ParseDocument($"<!DOCTYPE html><html><head>{html}</head><body><p>after</p></body></html>");

        // Whatever ends the script early leaves something else behind.
        var script = Assert.Single(page.Head!.ChildNodes) as AngleSharp.Dom.IElement;
        Assert.Equal("SCRIPT", script?.NodeName);
        Assert.Equal("<p>after</p>", page.Body!.InnerHtml);

        var text = script!.TextContent;
        var nonce = script.GetAttribute("nonce");
        var engine = new Engine();
        engine.SetValue("GPC", globalPrivacyControl).SetValue("NONCE", nonce ?? "");
        engine.Execute(Browser).Execute(text);
        string Read(string expression) => engine.Evaluate(expression).AsString();
        return new(
            text,
            nonce,
            Read("window.posthog._i[0][0]"),
            JsonDocument.Parse(Read("JSON.stringify(window.posthog._i[0][1])")).RootElement,
            Read("scripts[0].src"),
            Read("(window.posthog._i[0][1].rewriteRequestPath || String.bind(null, ''))('/e/')"));
    }
}
