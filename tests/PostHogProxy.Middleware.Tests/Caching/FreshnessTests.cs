using System.Text;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>How long an answer holds, and how it is renewed while PostHog is well.</summary>
public sealed class FreshnessTests
{
    public static TheoryData<string, string, int> Lifetimes => new()
    {
        { "Cache-Control", "public, max-age=100", 100 },
        { "Cache-Control", "max-age=100, s-maxage=40", 40 },
        { "Cache-Control", "public", 300 },
        { "X-Nothing", "1", 300 },
        { "Expires", "Wed, 01 Jan 2025 10:01:40 GMT", 100 },
    };

    [Theory]
    [MemberData(nameof(Lifetimes))]
    public async Task An_answer_holds_as_long_as_it_says_or_five_minutes(string name, string value, int seconds)
    {
        var version = 0;
        await using var shop = await CachingShop.OpenAsync(postHog: (context, next) => PostHogNow.Saying($"script {++version}", answer =>
        {
            answer.Response.Headers[name] = value;
            answer.Response.Headers.Date = "Wed, 01 Jan 2025 10:00:00 GMT";
        })(context, next));

        await shop.GetAsync(CachingShop.Loader);
        shop.Clock.Move(TimeSpan.FromSeconds(seconds * 0.7));
        var young = await shop.GetAsync(CachingShop.Loader);
        shop.Clock.Move(TimeSpan.FromSeconds(seconds * 0.31));
        var old = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal("script 1", Encoding.ASCII.GetString(young.Body));
        Assert.Equal(((int)(seconds * 0.7)).ToString(System.Globalization.CultureInfo.InvariantCulture), young["Age"]);
        Assert.Equal("script 2", Encoding.ASCII.GetString(old.Body));
        Assert.Equal("0", old["Age"]);
    }

    [Fact]
    public async Task The_time_that_a_CDN_had_it_counts()
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("script", answer =>
        {
            answer.Response.Headers.CacheControl = "max-age=300";
            answer.Response.Headers.Age = "200";
        }));

        await shop.GetAsync(CachingShop.Loader);
        var kept = await shop.GetAsync(CachingShop.Loader);
        shop.Clock.Move(TimeSpan.FromSeconds(101));
        await shop.GetAsync(CachingShop.Loader);

        Assert.Equal("200", kept["Age"]);
        Assert.Equal(2, shop.Asked.Count);
    }

    [Fact]
    public async Task Near_its_end_a_new_one_is_fetched_behind_it_and_nobody_waits()
    {
        var release = new TaskCompletionSource();
        var version = 0;
        await using var shop = await CachingShop.OpenAsync(postHog: async (context, next) =>
        {
            var now = Interlocked.Increment(ref version);
            if (now > 1)
            {
                await release.Task;
            }

            await PostHogNow.Saying($"script {now}", answer => answer.Response.Headers.CacheControl = "max-age=100")(context, next);
        });
        await shop.GetAsync(CachingShop.Loader);

        shop.Clock.Move(TimeSpan.FromSeconds(81));
        var meanwhile = await shop.GetAsync(CachingShop.Loader);
        var too = await shop.GetAsync(CachingShop.Loader);
        release.SetResult();
        Answer renewed;
        do
        {
            renewed = await shop.GetAsync(CachingShop.Loader);
        }
        while (renewed["Age"] != "0");

        Assert.Equal("script 1", Encoding.ASCII.GetString(meanwhile.Body));
        Assert.Equal("81", too["Age"]);
        Assert.Equal("script 2", Encoding.ASCII.GetString(renewed.Body));
        Assert.Equal(2, version);
    }

    // PostHog checks the page's domain: the new one must be the answer to the same question.
    [Fact]
    public async Task Remote_config_is_renewed_behind_a_hit_for_the_page_it_is_kept_for()
    {
        await using var shop = await CachingShop.OpenAsync();
        await shop.GetAsync(CachingShop.RemoteConfig, "Referer: https://www.shop.example/cart");

        shop.Clock.Move(TimeSpan.FromSeconds(250));
        Answer renewed;
        do
        {
            renewed = await shop.GetAsync(CachingShop.RemoteConfig, "Referer: https://www.shop.example/cart");
        }
        while (renewed["Age"] != "0");

        Assert.Equal(2, shop.Asked.Count);
        Assert.All(shop.Asked, request => Assert.Equal(["https://www.shop.example/"], request.HeaderValues("Referer")));
    }

    [Fact]
    public async Task While_PostHog_allows_it_the_old_one_is_given_and_a_new_one_fetched()
    {
        var release = new TaskCompletionSource();
        await using var shop = await CachingShop.OpenAsync(
            postHog: PostHogNow.Saying("script", answer => answer.Response.Headers.CacheControl = "max-age=100, stale-while-revalidate=60"));
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = async (context, next) =>
        {
            await release.Task;
            await PostHogNow.Saying("newer")(context, next);
        };

        shop.Clock.Move(TimeSpan.FromSeconds(159));
        var old = await shop.GetAsync(CachingShop.Loader);
        release.SetResult();

        Assert.Equal("159", old["Age"]);
        Assert.DoesNotContain(shop.Log.Lines, line => line.StartsWith("Warning 30:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        await using var shop = await CachingShop.OpenAsync();
        var first = await shop.GetAsync(CachingShop.Loader);

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        var second = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(first.Body, second.Body);
        Assert.Equal("0", second["Age"]);
        Assert.Equal([200, 304], shop.Asked.Select(request => request.Status));
        Assert.Equal([first["ETag"]], shop.Asked[1].HeaderValues("If-None-Match"));
    }

    // A CDN that compresses makes a strong tag weak, not in each of its answers.
    [Theory]
    [InlineData("W/\"a\"", "\"a\"", 2)]
    [InlineData("\"a\"", "W/\"a\"", 2)]
    [InlineData("\"a\"", null, 2)]
    [InlineData("\"a\"", "\"b\"", 3)]
    public async Task That_it_has_not_changed_is_said_of_the_tag_that_was_asked_for(string kept, string? said, int requests)
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("script", answer => answer.Response.Headers.ETag = kept));
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = PostHogNow.Saying("script", answer =>
        {
            answer.Response.Headers.ETag = said;
            answer.Response.StatusCode = answer.Request.Headers.IfNoneMatch.Count > 0 ? 304 : 200;
        });

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        var renewed = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(200, (int)renewed.Status);
        Assert.Equal(requests, shop.Asked.Count);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task What_is_gone_is_gone_once_its_time_is_up(int status)
    {
        await using var shop = await CachingShop.OpenAsync();
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = (context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        var gone = await shop.GetAsync(CachingShop.Loader);
        var still = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(status, (int)gone.Status);
        Assert.Equal(status, (int)still.Status);
    }

    [Fact]
    public async Task A_team_may_say_how_long_an_answer_holds_that_does_not_say_it()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.AssetCache.FallbackDuration = TimeSpan.Zero, PostHogNow.Saying("script"));

        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");
        await shop.GetAsync(CachingShop.Loader, "User-Agent: Ada/1");

        Assert.Equal(["PostHogProxy-Cache", "Ada/1"], shop.Asked.Select(request => request.HeaderValues("User-Agent").Single()));
    }
}
