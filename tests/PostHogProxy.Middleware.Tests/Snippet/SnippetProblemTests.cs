using Microsoft.AspNetCore.Builder;

namespace PostHogProxy.Middleware.Tests.Snippet;

/// <summary>A page never goes down because of the snippet: it renders nothing, and the log names the cure.</summary>
public sealed class SnippetProblemTests
{
    private const string Other = "phc_StandInDemoUs000000000000000000000000000000";

    public static TheoryData<Action<WebApplication>, Action<PostHogSnippetOptions>, string> Problems => new()
    {
        { _ => { }, Say(), "no PostHog proxy is mapped. Add app.MapPostHogProxy(" },
        { Map(), Say(snippet => snippet.Token = null), "no token is given. Write the project token, token=\"phc_…\", or set ProjectTokens." },
        { Map(SnippetApp.Token, Other), Say(snippet => snippet.Token = null), "the proxy has several in ProjectTokens" },
        { Map(), Say(snippet => snippet.Token = "phx_aSecretThatNobodyMaySee"), "'phx_…' is a secret key." },
        { Map(), Say(snippet => snippet.Token = "k3ÿ"), "'k3ÿ' is not a project token." },
        { Map(), Say(snippet => snippet.Token = ""), "The project token is empty." },
        { Map(Other), Say(), "the token phc_Stan… is not in the proxy's ProjectTokens" },
        { Map(), Say(snippet => snippet.Map = "/nowhere"), "no PostHog proxy has the name or the path '/nowhere'. Mapped are '/k3fw'." },
        { Map() + (app => app.MapPostHogProxy("/q7wz4", PostHogRegion.Us)), Say(), "any of several PostHog proxies: '/k3fw', '/q7wz4'. Choose with map=" },
        { Map(), Say(snippet => snippet.Options = "{"), "options is not valid JSON: " },
        { Map(), Say(snippet => snippet.Options = "[1]"), "options is not a JSON object. Write a JSON object" },
        { Map(), Say(snippet => snippet.Options = "{} {}"), "options is not valid JSON: " },
        { Map(), Say(snippet => snippet.Options = "{\"a\":\"\\ud83d\"}"), "options is not valid JSON: " },
        { Map(), Say(snippet => snippet.Options = "{\"api_host\":\"/other\"}"), "options has api_host, which the snippet writes itself" },
        { Map(), Say(snippet => snippet.Options = "{\"ui_host\":\"https://us.posthog.com\"}"), "options has ui_host" },
        { Map(), Say(snippet => snippet.Options = "{\"a\":{\"__proto__\":{}}}"), "the key __proto__" },
        { app => app.MapGroup("/{region}").MapPostHogProxy("/k3fw", PostHogRegion.Eu), Say(), "the parameter {region}, which this page's route does not have" },
        { app => app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("*.elsewhere.example"), Say(), "Name one host without a star" },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public async Task What_is_wrong_is_told_once_and_the_page_goes_on(Action<WebApplication> map, Action<PostHogSnippetOptions> say, string problem)
    {
        await using var app = await SnippetApp.StartAsync(map);
        app.Configure = say;

        Assert.Equal("", await app.HeadAsync());
        Assert.Equal("", await app.HeadAsync());

        var line = Assert.Single(app.Logged(27));
        Assert.Contains(problem, line, StringComparison.Ordinal);
        Assert.DoesNotContain("aSecret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_development_the_page_says_it_too_and_nothing_of_it_leaves_the_comment()
    {
        await using var app = await SnippetApp.StartAsync(Map(), "Development");
        app.Configure = snippet => snippet.Token = "--><script>alert(1)</script><!--é";

        var head = await app.HeadAsync();
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument($"<!DOCTYPE html><html><head>{head}</head></html>");

        Assert.Equal(AngleSharp.Dom.NodeType.Comment, Assert.Single(page.Head!.ChildNodes).NodeType);
        Assert.Contains("is not a project token", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "/k3fw")]
    [InlineData(null, Other, "/q7wz4")]
    [InlineData("/q7wz4", null, "/q7wz4")]
    [InlineData("/in/q7wz4", null, "/q7wz4")]
    public async Task One_of_several_is_chosen_by_its_token_or_its_path(string? map, string? token, string expected)
    {
        await using var app = await SnippetApp.StartAsync(each =>
        {
            Map(SnippetApp.Token)(each);
            each.MapGroup("/in").MapPostHogProxy("/q7wz4", PostHogRegion.Us, options => options.ProjectTokens.Add(Other));
        });
        app.Configure = snippet => (snippet.Map, snippet.Token) = (map, token ?? (map is null ? SnippetApp.Token : null));

        Assert.EndsWith(expected, (await app.ReadAsync()).ApiHost, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_one_token_of_the_proxy_needs_not_be_written_again()
    {
        await using var app = await SnippetApp.StartAsync(Map(Other));
        app.Configure = _ => { };

        Assert.Equal(Other, (await app.ReadAsync()).Token);
    }

    private static Action<WebApplication> Map(params string[] tokens) => app => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
    {
        foreach (var token in tokens)
        {
            options.ProjectTokens.Add(token);
        }
    });

    private static Action<PostHogSnippetOptions> Say(Action<PostHogSnippetOptions>? say = null) =>
        (snippet => snippet.Token = SnippetApp.Token) + say;
}
