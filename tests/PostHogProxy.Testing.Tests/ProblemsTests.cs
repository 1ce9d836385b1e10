namespace PostHogProxy.Testing.Tests;

public sealed class ProblemsTests
{
    [Theory]
    [InlineData("Cookie", "session=1; theme=dark", "cookies of the visitor came along: session, theme.")]
    [InlineData("Authorization", "Bearer eyJhbGciOi", "an Authorization that is not PostHog's came along.")]
    [InlineData("Authorization", "Basic cGhfOmFiYw==", "an Authorization that is not PostHog's came along.")]
    [InlineData("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "the header traceparent came along.")]
    [InlineData("X-Real-IP", "203.0.113.7", "the header X-Real-IP came along.")]
    [InlineData("Forwarded", "for=203.0.113.7", "the header Forwarded came along.")]
    [InlineData("X-Forwarded-Host", "shop.example", "the header X-Forwarded-Host came along.")]
    [InlineData("CF-Connecting-IP", "203.0.113.7", "the header CF-Connecting-IP came along.")]
    [InlineData("X-PostHog-Client-IP", "203.0.113.7", "the header X-PostHog-Client-IP came along.")]
    [InlineData("X-Forwarded-For", "203.0.113.7, 10.0.0.1", "X-Forwarded-For names more than one address, and PostHog takes the first for the visitor's.")]
    [InlineData("Referer", "https://shop.example/reset?token=1", "Referer has the address of the page, and not its origin alone.")]
    public async Task A_header_that_should_have_stayed_is_named(string name, string value, string problem)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken), "application/json", (name, value));

        // HTTP/2 has names in lower case.
        Assert.Equal("POST us.i.posthog.com/e/: " + problem, Assert.Single(visitor.Server.Problems), ignoreCase: true);
        Assert.Equal(visitor.Server.Problems, visitor.Last.Problems);
        Assert.Single(visitor.Last.Events);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Referer", "https://shop.example/")]
    [InlineData("Origin", "https://shop.example")]
    [InlineData("Authorization", "Bearer phc_abc")]
    [InlineData("User-Agent", "Mozilla/5.0")]
    [InlineData("X-Conversations-Token", "abc")]
    [InlineData("PostHog-Sdk-Info", "posthog-js/1.449.2")]
    public async Task A_header_that_PostHog_is_meant_to_have_is_none(string name, string value)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var answer = await visitor.PostAsync(Visitor.Us + "/e/", Visitor.EventJson(Visitor.UsToken), "application/json", (name, value));

        Assert.Empty(visitor.Server.Problems);
    }

    [Theory]
    [InlineData("/static/1.300.0/surveys.js", 0)]
    [InlineData("/static/1.449.2/surveys.js", 0)]
    [InlineData("/static/surveys.js?v=1.300.0", 0)]
    [InlineData("/static/1.300.0/nothing.js", 1)]
    [InlineData("/static/latest/surveys.js", 1)]
    public async Task A_page_with_another_version_of_posthog_js_is_none(string target, int problems)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var answer = await visitor.GetAsync(Visitor.UsAssets + target);

        Assert.Equal(problems, visitor.Server.Problems.Count);
    }

    [Theory]
    [InlineData("https://us.i.posthog.com/e/", "nonsense", "answered 400, body is not JSON.")]
    [InlineData("https://us.i.posthog.com/e/", """{"event":"a","api_key":"phc_x"}""", "answered 400, event without a distinct_id.")]
    [InlineData("https://us.i.posthog.com/nowhere/", "{}", "answered 302, PostHog does not know this path.")]
    [InlineData("https://us.posthog.com/e/", "{}", "went to PostHog's web app, which is for people who log in.")]
    [InlineData("https://us-assets.i.posthog.com/e/", "{}", "answered 403, assets host: POST is refused.")]
    public async Task What_PostHog_would_not_take_is_named(string url, string body, string problem)
    {
        await using var visitor = await Visitor.ArriveAsync();

        using var answer = await visitor.PostAsync(url, body);

        var address = new Uri(url);
        Assert.Equal($"POST {address.Host}{address.AbsolutePath}: {problem}", Assert.Single(visitor.Server.Problems));
    }
}
