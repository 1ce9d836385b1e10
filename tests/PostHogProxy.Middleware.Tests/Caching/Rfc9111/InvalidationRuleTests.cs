namespace PostHogProxy.Middleware.Tests.Caching.Rfc9111;

/// <summary>What another request changes in what is kept: RFC 9111, section 4.4.</summary>
public sealed class InvalidationRuleTests(RuleShop rules) : IClassFixture<RuleShop>
{
    [Theory]
    [InlineData("POST", 200, true)]
    [InlineData("POST", 201, true)]
    [InlineData("POST", 204, true)]
    [InlineData("POST", 302, true)]
    [InlineData("POST", 400, false)]
    [InlineData("POST", 403, false)]
    [InlineData("POST", 405, false)]
    [InlineData("POST", 500, false)]
    [InlineData("POST", 503, false)]
    [InlineData("OPTIONS", 200, false)]
    [InlineData("HEAD", 200, false)]
    public async Task Only_a_request_that_may_change_something_and_is_answered_without_an_error_makes_it_forgotten(string method, int status, bool isForgotten)
    {
        var path = rules.NewScript("Cache-Control: max-age=100000");
        await rules.Shop.GetAsync(path);
        await rules.Shop.GetAsync(path, "Accept-Encoding: gzip, br");
        rules.Shop.PostHog.Answers = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        await rules.Shop.SendAsync(method, path);
        rules.Shop.PostHog.Answers = PostHogNow.Saying("new");
        var plain = await rules.Shop.GetAsync(path);
        var encoded = await rules.Shop.GetAsync(path, "Accept-Encoding: gzip, br");

        Assert.Equal(isForgotten ? "new" : "version 1", RuleShop.Text(plain));
        Assert.Equal(isForgotten ? "new" : "version 2", RuleShop.Text(encoded));
    }

    // It is of one target, query included, and of no other file.
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "?v=1", false)]
    [InlineData("?v=1", "", false)]
    [InlineData("?v=1", "?v=1", true)]
    [InlineData("?v=1", "?v=2", false)]
    [InlineData("", ".map", false)]
    public async Task It_is_the_same_target_that_is_forgotten(string kept, string changed, bool isForgotten)
    {
        var path = rules.NewScript("Cache-Control: max-age=100000");
        await rules.Shop.GetAsync(path + kept);

        await rules.Shop.SendAsync("POST", path + changed);
        rules.Shop.PostHog.Answers = PostHogNow.Saying("new");

        Assert.Equal(isForgotten ? "new" : "version 1", RuleShop.Text(await rules.Shop.GetAsync(path + kept)));
    }

    [Fact]
    public async Task Remote_config_is_forgotten_for_all_pages()
    {
        const string path = "/array/phc_x/config";
        rules.NewScript("Cache-Control: max-age=100000");
        string[] pages = ["https://a.example/", "https://b.example/"];
        foreach (var page in pages)
        {
            await rules.Shop.GetAsync(path, "Referer: " + page);
        }

        await rules.Shop.SendAsync("POST", path);
        rules.Shop.PostHog.Answers = PostHogNow.Saying("new");

        foreach (var page in pages)
        {
            Assert.Equal("new", RuleShop.Text(await rules.Shop.GetAsync(path, "Referer: " + page)));
        }
    }
}
