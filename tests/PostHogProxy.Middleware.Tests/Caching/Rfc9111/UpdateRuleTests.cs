namespace PostHogProxy.Middleware.Tests.Caching.Rfc9111;

/// <summary>What PostHog is asked about an answer that has run out, and what its 304 changes in it: RFC 9111, sections 3.2, 4.3.1 and 4.3.4.</summary>
public sealed class UpdateRuleTests(RuleShop rules) : IClassFixture<RuleShop>
{
    private const string Kept = "Cache-Control: max-age=100|ETag: \"a\"|Last-Modified: Tue, 31 Dec 2024 10:00:00 GMT|Date: Wed, 01 Jan 2025 10:00:00 GMT|Content-Language: en";

    [Theory]
    [InlineData("Cache-Control", "max-age=1000, public", "max-age=1000, public")]
    [InlineData("Expires", "Tue, 01 Jan 2030 10:00:00 GMT", "Tue, 01 Jan 2030 10:00:00 GMT")]
    [InlineData("Last-Modified", "Wed, 01 Jan 2025 09:00:00 GMT", "Wed, 01 Jan 2025 09:00:00 GMT")]
    [InlineData("Date", "Thu, 02 Jan 2025 10:00:00 GMT", "Thu, 02 Jan 2025 10:00:00 GMT")]
    [InlineData("Vary", "Accept-Encoding", "Accept-Encoding, Origin")]
    [InlineData("Vary", "Origin", "Origin, Accept-Encoding")]
    [InlineData("Content-Type", "text/javascript; charset=utf-8", "text/javascript; charset=utf-8")]
    [InlineData("Content-Language", "de", "de")]

    // The body and its length, encoding and tag are those that are here.
    [InlineData("Content-Length", "99", "9")]
    [InlineData("Content-Encoding", "gzip", null)]
    [InlineData("Content-Range", "bytes 0-3/99", null)]
    [InlineData("ETag", "W/\"a\"", "\"a\"")]

    // What is no browser's business in a 200 is none in a 304.
    [InlineData("Set-Cookie", "a=b", null)]
    [InlineData("Connection", "X-Made-Up", null)]
    [InlineData("X-Made-Up", "1", null)]
    [InlineData("Strict-Transport-Security", "max-age=1", null)]
    [InlineData("Clear-Site-Data", "*", null)]
    public async Task A_304_replaces_what_it_says(string name, string value, string? then)
    {
        var path = rules.NewScript(Kept);
        var first = await rules.Shop.GetAsync(path);
        rules.Shop.PostHog.Answers = (context, _) =>
        {
            context.Response.StatusCode = 304;
            RuleShop.Say(context, "Date: Wed, 01 Jan 2025 10:05:00 GMT");
            context.Response.Headers[name] = value;
            return Task.CompletedTask;
        };

        rules.Wait(101);
        var renewed = await rules.Shop.GetAsync(path);
        rules.Shop.PostHog.Answers = PostHogNow.Saying("another");
        var kept = await rules.Shop.GetAsync(path);

        Assert.Equal(first.Body, renewed.Body);
        Assert.Equal(then, renewed[name]);
        Assert.Equal("0", renewed["Age"]);
        Assert.Equal(first.Body, kept.Body);
        Assert.Equal(then, kept[name]);
    }

    [Theory]
    [InlineData("Cache-Control: max-age=100", "", "If-None-Match:")]
    [InlineData("ETag: \"a\"|Cache-Control: max-age=100", "If-None-Match: \"a\"", "If-Modified-Since:")]
    [InlineData("ETag: W/\"a\"|Cache-Control: max-age=100", "If-None-Match: W/\"a\"", "If-Modified-Since:")]
    [InlineData("ETag: no tag|Cache-Control: max-age=100", "", "If-None-Match:")]
    [InlineData(
        "Last-Modified: Tue, 31 Dec 2024 10:00:00 GMT|Cache-Control: max-age=100", "If-Modified-Since: Tue, 31 Dec 2024 10:00:00 GMT", "If-None-Match:")]
    [InlineData(Kept, "If-None-Match: \"a\"", "If-Modified-Since:")]
    public async Task PostHog_is_asked_by_what_it_has_said(string headers, string condition, string not)
    {
        var path = rules.NewScript(headers);
        await rules.Shop.GetAsync(path);
        rules.Wait(101);
        await rules.Shop.GetAsync(path);

        var asked = rules.Shop.Asked.Where(request => request.Path == path).ToList();
        Assert.Equal(2, asked.Count);
        Assert.Empty(asked[1].HeaderValues(not.TrimEnd(':')));
        if (condition.Length > 0)
        {
            var colon = condition.IndexOf(':', StringComparison.Ordinal);
            Assert.Equal([condition[(colon + 2)..]], asked[1].HeaderValues(condition[..colon]));
        }
    }

    [Fact]
    public async Task What_has_a_time_and_no_tag_is_renewed_by_a_304_too()
    {
        var path = rules.NewScript("Cache-Control: max-age=100|Last-Modified: Tue, 31 Dec 2024 10:00:00 GMT", answer =>
            answer.Response.StatusCode = answer.Request.Headers.IfModifiedSince.Count > 0 ? 304 : 200);
        await rules.Shop.GetAsync(path);

        rules.Wait(101);
        var renewed = await rules.Shop.GetAsync(path);
        var kept = await rules.Shop.GetAsync(path);

        Assert.Equal("version 1", RuleShop.Text(renewed));
        Assert.Equal("version 1", RuleShop.Text(kept));
        Assert.Equal([200, 304], rules.Shop.Asked.Where(request => request.Path == path).Select(request => request.Status));
    }

    // The time of the whole of what is said now and before counts.
    [Theory]
    [InlineData("Cache-Control: max-age=100", "", 60, true)]
    [InlineData("Cache-Control: max-age=100", "Cache-Control: max-age=10", 60, false)]
    [InlineData("Cache-Control: max-age=100", "Cache-Control: max-age=1000", 600, true)]
    [InlineData("Cache-Control: max-age=100", "Cache-Control: no-store", 0, false)]
    [InlineData("Cache-Control: max-age=100", "Cache-Control: private", 0, false)]
    [InlineData("Cache-Control: max-age=100", "Age: 60", 60, false)]
    [InlineData("Cache-Control: max-age=100", "Age: 60", 20, true)]
    [InlineData("Cache-Control: max-age=100", "Expires: Wed, 01 Jan 2025 10:00:10 GMT", 60, true)]
    [InlineData("Cache-Control: max-age=100", "Vary: Cookie", 0, false)]
    [InlineData("Cache-Control: max-age=100", "Vary: *", 0, false)]
    [InlineData("Expires: Wed, 01 Jan 2025 10:01:40 GMT", "Cache-Control: max-age=10", 60, false)]
    [InlineData("Expires: Wed, 01 Jan 2025 10:01:40 GMT", "Expires: Wed, 01 Jan 2025 10:20:00 GMT", 600, true)]
    [InlineData("Expires: Wed, 01 Jan 2025 10:01:40 GMT", "Date: Wed, 01 Jan 2025 10:02:00 GMT", 0, false)]
    public async Task A_304_begins_a_time_of_its_own(string headers, string said, double seconds, bool isReused)
    {
        var path = rules.NewScript("ETag: \"a\"|Date: Wed, 01 Jan 2025 10:00:00 GMT|" + headers);
        await rules.Shop.GetAsync(path);
        rules.Shop.PostHog.Answers = (context, next) =>
        {
            if (context.Request.Headers.IfNoneMatch.Count == 0)
            {
                return PostHogNow.Saying("new")(context, next);
            }

            context.Response.StatusCode = 304;
            RuleShop.Say(context, "Date: Wed, 01 Jan 2025 10:00:00 GMT|" + said);
            return Task.CompletedTask;
        };

        rules.Wait(101);
        await rules.Shop.GetAsync(path);
        rules.Shop.PostHog.Answers = PostHogNow.Saying("new");
        rules.Wait(seconds);
        var last = await rules.Shop.GetAsync(path);

        Assert.Equal(isReused ? "version 1" : "new", RuleShop.Text(last));
    }

    // A page of a portal on the way could come so, and what is kept would run as one from then on.
    [Fact]
    public async Task A_304_makes_no_page_of_a_script()
    {
        var path = rules.NewScript(Kept);
        await rules.Shop.GetAsync(path);
        rules.Shop.PostHog.Answers = (context, _) =>
        {
            context.Response.StatusCode = 304;
            context.Response.ContentType = "text/html";
            return Task.CompletedTask;
        };

        rules.Wait(101);
        var stale = await rules.Shop.GetAsync(path);

        Assert.Equal("text/javascript", stale["Content-Type"]);
        Assert.Equal("101", stale["Age"]);
    }
}
