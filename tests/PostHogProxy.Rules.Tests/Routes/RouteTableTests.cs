using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Rules.Tests.Routes;

/// <summary>Each row of the table, typed a second time from the facts: its methods, whether its answers may be kept, and whether it needs a key.</summary>
public sealed class RouteTableTests
{
    [Theory]
    [InlineData("/e/", "Post, Get, Options", "")]
    [InlineData("/i/v0/e/", "Post, Get, Options", "")]
    [InlineData("/s/", "Post, Get, Options", "")]
    [InlineData("/capture/", "Post, Get, Options", "")]
    [InlineData("/track/", "Post, Get, Options", "")]
    [InlineData("/engage/", "Post, Get, Options", "")]
    [InlineData("/batch/", "Post, Get, Options", "")]
    [InlineData("/flags/", "Post, Get, Head, Options", "")]
    [InlineData("/decide/", "Post, Get, Head, Options", "")]
    [InlineData("/array/", "Get, Head, Options", "tree, kept")]
    [InlineData("/static/", "Get, Head, Options", "tree, kept")]
    [InlineData("/api/surveys/", "Get, Head, Options", "")]
    [InlineData("/api/early_access_features/", "Get, Head, Options", "")]
    [InlineData("/api/web_experiments/", "Get, Head, Options", "")]
    [InlineData("/api/product_tours/", "Get, Head, Options", "")]
    [InlineData("/api/conversations/v1/widget/", "Post, Get, Head, Options", "tree")]
    [InlineData("/i/v1/logs", "Post, Options", "")]
    [InlineData("/i/v1/metrics", "Post, Options", "")]
    [InlineData("/site_app/", "Get, Head, Options", "tree")]
    [InlineData("/report/", "Post, Options", "")]
    [InlineData("/i/v1/analytics/events", "Post, Options", "")]
    [InlineData("/i/v0/ai/", "Post, Get, Head, Options", "tree")]
    [InlineData("/flags/definitions", "Get, Head, Options", "key")]
    [InlineData("/api/feature_flag/local_evaluation/", "Get, Head, Options", "key")]
    [InlineData("/api/projects/@current/feature_flags/", "Get, Head, Options", "tree, key")]
    [InlineData("/api/push_subscriptions/", "Post, Get, Head, Options", "")]
    [InlineData("/api/environments/@current/llm_prompts/", "Get, Head, Options", "tree, key, app")]
    [InlineData("/api/projects/@current/messaging/send/email/", "Post, Options", "key, app")]
    [InlineData("/api/projects/@current/messaging/emails/", "Get, Head, Options", "tree, key, app")]
    [InlineData("/api/projects/@current/messaging/preferences/", "Post, Options", "key, app")]
    public void A_row_is_as_the_facts_say(string path, string methods, string traits)
    {
        var row = ClientRoutes.Find(path);

        Assert.Equal(path, row.Path);
        Assert.Equal(methods.Split(", ").Order(), $"{row.Methods}".Split(", ").Order());
        Assert.Equal(traits, string.Join(", ", Traits(row)));
        Assert.Equal(row.IsTree, ClientRoutes.Find(path.TrimEnd('/') + "/more") == row);
    }

    [Fact]
    public void No_row_is_left_out_here() =>
        Assert.Equal(30, ClientRoutes.All.Count);

    // rust/capture of PostHog: 2 MB for events, 20 MB for batches, 25 MB for replays.
    [Theory]
    [InlineData("/e/", 2_097_152L)]
    [InlineData("/i/v0/e/", 2_097_152L)]
    [InlineData("/capture/", 2_097_152L)]
    [InlineData("/track/", 2_097_152L)]
    [InlineData("/engage/", 2_097_152L)]
    [InlineData("/batch/", 20_971_520L)]
    [InlineData("/s/", 26_214_400L)]
    [InlineData("/flags/", null)]
    public void A_body_has_the_limit_of_its_row(string path, long? limit) => Assert.Equal(limit, ClientRoutes.Find(path).WireLimit);

    [Theory]
    [InlineData("/unknown/", "Post, Get, Head, Options")]
    [InlineData("/api/else/", "None")]
    public void What_no_row_knows_has_its_methods_too(string path, string methods) =>
        Assert.Equal(methods.Split(", ").Order(), $"{ClientRoutes.Find(path).Methods}".Split(", ").Order());

    private static IEnumerable<string> Traits(ClientRoute row)
    {
        if (row.IsTree)
        {
            yield return "tree";
        }

        if (row.IsCacheable)
        {
            yield return "kept";
        }

        if (row.NeedsKey)
        {
            yield return "key";
        }

        if (row.Upstream == Upstream.App)
        {
            yield return "app";
        }
    }
}
