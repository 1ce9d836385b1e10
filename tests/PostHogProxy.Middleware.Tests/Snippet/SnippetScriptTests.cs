using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Middleware.Tests.Snippet;

/// <summary>What is written comes out of a real parser and a real engine as it went in.</summary>
public sealed class SnippetScriptTests
{
    private static readonly string[] Awkward =
    [
        "</script>", "<!--", "-->", "<script>", "]]>", "\"", "'", "`", "\\", "\u2028", "\u2029", "\n", "\r", "\0", "😀", "é", "&amp;", "&", "${x}", "//", "{", "}", "phc_",
    ];

    private static readonly Gen<string> Text =
        Gen.OneOf(Gen.Int[0, Awkward.Length - 1].Select(at => Awkward[at]), Gen.String[Gen.Char[' ', '~'], 0, 8]).Array[0, 6].Select(string.Concat);

    private static readonly Gen<JsonNode?> Leaf = Gen.OneOf(
        Text.Select(text => (JsonNode?)JsonValue.Create(text)),
        Gen.Double[-1e9, 1e9].Select(number => (JsonNode?)JsonValue.Create(number)),
        Gen.Bool.Select(flag => (JsonNode?)JsonValue.Create(flag)),
        Gen.Const((JsonNode?)null));

    [Fact]
    public async Task A_thousand_random_options_are_read_back_as_they_were()
    {
        await using var app = await SnippetApp.StartAsync(Map);
        var node = Gen.OneOf(
            Leaf,
            Leaf.Array[0, 3].Select(items => (JsonNode?)new JsonArray(items)),
            Gen.Select(Text, Leaf).Array[0, 3].Select(Object));

        await Gen.Select(Gen.Select(Text, node).Array[0, 5].Select(Object), Text, Text).SampleAsync(
            async (options, defaults, nonce) =>
            {
                app.Configure = snippet =>
                {
                    snippet.Token = SnippetApp.Token;
                    snippet.Options = options!.ToJsonString();
                    snippet.Defaults = defaults;
                    snippet.Nonce = nonce;
                };
                var read = await app.ReadAsync();

                var expected = options!.DeepClone().AsObject();
                (expected["api_host"], expected["ui_host"], expected["defaults"]) = ("/k3fw", "https://eu.posthog.com", defaults);
                Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(read.Options.GetRawText())), $"{expected.ToJsonString()} became {read.Options}");

                // The parser has its own word for NUL and for a carriage return, in every attribute of every page.
                Assert.Equal(nonce.Length == 0 ? null : nonce.Replace("\0", "\ufffd", StringComparison.Ordinal), read.Nonce);
            },
            iter: 1000,
            threads: 1);
    }

    [Fact]
    public async Task What_the_page_says_in_attributes_wins_over_its_options()
    {
        await using var app = await SnippetApp.StartAsync(Map);
        app.Configure = snippet =>
        {
            snippet.Token = SnippetApp.Token;
            (snippet.Defaults, snippet.PersonProfiles) = ("2026-01-30", "identified_only");
            snippet.Options = """{ "defaults": {"a": [1]}, "person_profiles": "always", "autocapture": false, /* why */ }""";
        };

        Assert.Equal(
            """{"api_host":"/k3fw","ui_host":"https://eu.posthog.com","defaults":"2026-01-30","person_profiles":"identified_only","autocapture":false}""",
            (await app.ReadAsync()).Options.GetRawText());
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task A_browser_that_asks_for_privacy_is_opted_out_where_the_proxy_respects_it(bool option, bool signal, bool optedOut)
    {
        await using var app = await SnippetApp.StartAsync(
            each => each.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.RespectGlobalPrivacyControl = option));

        var read = await app.ReadAsync(globalPrivacyControl: signal);

        foreach (var name in (string[])["respect_dnt", "opt_out_capturing_by_default"])
        {
            Assert.Equal(optedOut, read.Options.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True);
        }
    }

    [Fact]
    public async Task The_hash_is_that_of_the_text_a_browser_sees()
    {
        string? hash = null;
        await using var app = await SnippetApp.StartAsync(each =>
        {
            Map(each);
            each.MapGet("/hash", context =>
            {
                hash = PostHogSnippet.Create(context, snippet => snippet.Token = SnippetApp.Token).CspHash;
                return Task.CompletedTask;
            });
        });
        await app.HeadAsync("http://shop.example/hash");

        var seen = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes((await app.ReadAsync()).Script));

        Assert.Equal($"'sha256-{Convert.ToBase64String(seen)}'", hash);
    }

    [Fact]
    public async Task Renamed_paths_come_with_the_function_that_renames_them()
    {
        await using var app = await SnippetApp.StartAsync(each =>
        {
            Map(each);
            var mapped = ((IEndpointRouteBuilder)each).DataSources.SelectMany(source => source.Endpoints)
                .Select(endpoint => endpoint.Metadata.GetMetadata<PostHogProxyMetadata>()!.Snippets).Single();
            each.MapGet("/renamed/{**path}", () => "").WithMetadata(new PostHogProxyMetadata("/renamed", PostHogRegion.Eu, mapped with
            {
                ScriptPath = "/q7",
                RewriteFunction = host => $"(function (u) {{ return '{host}' + u; }})",
            }));
        });
        app.Configure = snippet => (snippet.Token, snippet.Map, snippet.Options) = (SnippetApp.Token, "/renamed", "{\"autocapture\": false}");

        var read = await app.ReadAsync();

        Assert.Equal("/renamed/q7", read.Source);
        Assert.Equal("/renamed/e/", read.Renamed);
        Assert.False(read.Options.GetProperty("autocapture").GetBoolean());
    }

    [Theory]
    [InlineData(PostHogRegion.Eu, "", 0)]
    [InlineData(PostHogRegion.Eu, "PHX2002", 1)]
    public async Task The_analyzers_read_it_and_have_nothing_to_say(PostHogRegion mapped, string otherRegion, int findings)
    {
        await using var app = await SnippetApp.StartAsync(Map);
        var head = await app.HeadAsync();
        var proxy = new MappedProxy("/k3fw", otherRegion.Length == 0 ? mapped : PostHogRegion.Us, []);

        var setup = Assert.Single(ClientSetups.Find(head, ClientLanguage.Markup));
        var found = ClientRules.JudgeText(head, ClientLanguage.Markup, [proxy], allProxiesKnown: true, "page.html");

        Assert.Equal("/k3fw", setup.ApiHost.Value);
        Assert.Equal(findings, found.Count);
        Assert.All(found, each => Assert.Equal(otherRegion, each.Id));
    }

    [Theory]
    [InlineData("""<head><posthog-snippet token="phc_x" defaults="2026-01-30" options='{"session_recording": {"maskAllInputs": true}}' /></head>""")]
    [InlineData("""@addTagHelper *, PostHogProxy.Middleware <head><posthog-snippet nonce="@nonce" /></head><script>posthog.capture('x'); posthog.set_config({ before_send: f })</script>""")]
    [InlineData("""<head>@((MarkupString)PostHogSnippet.Create(HttpContext!).Html)</head>""")]
    public void Nor_of_pages_that_use_it(string page) =>
        Assert.Empty(ClientRules.JudgeText(page, ClientLanguage.Markup, [new MappedProxy("/k3fw", PostHogRegion.Eu, [])], allProxiesKnown: true, "page.cshtml"));

    private static void Map(WebApplication app) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);

    private static JsonNode? Object((string Name, JsonNode? Value)[] members) =>
        new JsonObject(members.DistinctBy(member => member.Name).Select(member => KeyValuePair.Create(member.Name, member.Value?.DeepClone())));
}
