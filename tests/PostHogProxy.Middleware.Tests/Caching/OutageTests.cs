using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>PostHog is down, and the SDK still loads.</summary>
public sealed class OutageTests
{
    private static readonly Dictionary<string, Func<HttpContext, Func<Task>, Task>> Failures = new()
    {
        ["the connection breaks"] = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
        ["500"] = (context, _) => Say(context, 500),
        ["503"] = (context, _) => Say(context, 503),
        ["429"] = (context, _) => Say(context, 429),
        ["a redirect to a login page"] = (context, _) =>
        {
            context.Response.Headers.Location = "https://us.posthog.com/login";
            return Say(context, 302);
        },
        ["a maintenance page"] = (context, _) => PostHogNow.Saying("<html>", answer => answer.Response.ContentType = "text/html")(context, () => Task.CompletedTask),
        ["half a script"] = async (context, _) =>
        {
            await context.Response.WriteAsync("half", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        },
        ["no answer"] = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted),
    };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var failure in Failures.Keys)
        {
            cases.Add(failure, CachingShop.Loader);
            cases.Add(failure, CachingShop.RemoteConfig);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Scripts_and_remote_config_are_given_past_their_time_and_renewed_on_return(string failure, string path)
    {
        await using var shop = await CachingShop.OpenAsync(options => options.ResponseTimeout = TimeSpan.FromSeconds(3));
        var well = await shop.GetAsync(path, "Accept-Encoding: gzip");
        shop.PostHog.Answers = Failures[failure];

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        var stale = await shop.GetAsync(path, "Accept-Encoding: gzip");
        var again = await shop.GetAsync(path, "Accept-Encoding: gzip", "If-None-Match: " + well["ETag"]);

        Assert.Equal(HttpStatusCode.OK, stale.Status);
        Assert.Equal(well.Body, stale.Body);
        Assert.Equal("301", stale["Age"]);
        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Contains("got an expired answer from the asset cache", await shop.Log.WaitForAsync("Warning 30:"), StringComparison.Ordinal);
        Assert.Single(shop.Log.Lines, line => line.StartsWith("Warning 30:", StringComparison.Ordinal));

        shop.PostHog.Answers = null;
        Answer back;
        do
        {
            // A fetch that still hangs from before has to end first.
            shop.Clock.Move(TimeSpan.FromSeconds(11));
            back = await shop.GetAsync(path, "Accept-Encoding: gzip");
            Assert.Equal(well.Body, back.Body);
        }
        while (int.Parse(back["Age"]!, CultureInfo.InvariantCulture) > 300);
    }

    [Fact]
    public async Task PostHog_is_left_alone_for_a_while_after_a_failure()
    {
        await using var shop = await CachingShop.OpenAsync();
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = Failures["503"];
        shop.Clock.Move(TimeSpan.FromSeconds(301));

        for (var visitor = 0; visitor < 20; visitor++)
        {
            await shop.GetAsync(CachingShop.Loader);
        }

        // The first, and the attempt at each of the two hosts.
        Assert.Equal(3, shop.Asked.Count);
    }

    // Nobody waits for that renewal, so nobody would see that each hit asks PostHog twice more.
    [Fact]
    public async Task Nor_is_it_asked_at_every_hit_where_the_renewal_behind_one_has_failed()
    {
        await using var shop = await CachingShop.OpenAsync();
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = Failures["503"];
        shop.Clock.Move(TimeSpan.FromSeconds(250));
        while (shop.Asked.Count < 3)
        {
            await shop.GetAsync(CachingShop.Loader);
        }

        for (var visitor = 0; visitor < 200; visitor++)
        {
            await shop.GetAsync(CachingShop.Loader);
        }

        Assert.Equal(3, shop.Asked.Count);
        shop.Clock.Move(TimeSpan.FromSeconds(11));
        while (shop.Asked.Count < 5)
        {
            await shop.GetAsync(CachingShop.Loader);
        }
    }

    [Fact]
    public async Task Where_PostHog_cannot_even_be_connected_to_the_script_is_there()
    {
        await using var shop = await CachingShop.OpenAsync();
        var well = await shop.GetAsync(CachingShop.Loader);
        await shop.Shop.PostHog.DisposeAsync();

        shop.Clock.Move(TimeSpan.FromHours(24));
        var stale = await shop.GetAsync(CachingShop.Loader);
        var other = await shop.GetAsync("/static/surveys.js");

        Assert.Equal(well.Body, stale.Body);
        Assert.Equal("86400", stale["Age"]);
        Assert.Equal(HttpStatusCode.BadGateway, other.Status);
    }

    [Theory]
    [InlineData("max-age=100", 86_501)]
    [InlineData("max-age=100, must-revalidate", 101)]
    [InlineData("max-age=100, proxy-revalidate", 101)]
    public async Task There_is_an_end_to_it(string cacheControl, int seconds)
    {
        await using var shop = await CachingShop.OpenAsync(postHog: PostHogNow.Saying("script", answer => answer.Response.Headers.CacheControl = cacheControl));
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = Failures["503"];

        shop.Clock.Move(TimeSpan.FromSeconds(seconds));
        var late = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.Status);
    }

    [Fact]
    public async Task A_team_may_have_none_of_it()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.AssetCache.StaleIfError = TimeSpan.Zero);
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = Failures["503"];

        shop.Clock.Move(TimeSpan.FromSeconds(301));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await shop.GetAsync(CachingShop.Loader)).Status);
    }

    // Nothing is kept: the visitor is told as ever, and PostHog is not asked twice on top.
    [Fact]
    public async Task Without_an_answer_to_give_a_failure_is_told_and_logged_as_ever()
    {
        await using var shop = await CachingShop.OpenAsync(postHog: Failures["the connection breaks"]);

        var answer = await shop.GetAsync(CachingShop.Loader, "Origin: https://www.shop.example");

        Assert.Equal(HttpStatusCode.BadGateway, answer.Status);
        Assert.Equal("https://www.shop.example", answer["Access-Control-Allow-Origin"]);
        Assert.Contains(shop.Log.Lines, line => line.StartsWith("Warning 4:", StringComparison.Ordinal));
        Assert.DoesNotContain(shop.Asked, request => !request.HeaderValues("User-Agent").Contains("PostHogProxy-Cache"));
    }

    // A host that refuses everything says nothing of the file, and the other one is down.
    [Fact]
    public async Task Where_one_host_refuses_and_the_other_fails_the_script_is_there()
    {
        await using var shop = await CachingShop.OpenAsync();
        var well = await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = (context, _) => Say(context, context.Request.Host.Host.Contains("assets", StringComparison.Ordinal) ? 403 : 503);

        shop.Clock.Move(TimeSpan.FromSeconds(301));
        var stale = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal(HttpStatusCode.OK, stale.Status);
        Assert.Equal(well.Body, stale.Body);
        Assert.Equal("301", stale["Age"]);
    }

    // The assets host refuses some proxies for good: what the ingest host serves is kept just as well.
    [Fact]
    public async Task A_script_that_only_the_ingest_host_serves_is_kept_too()
    {
        await using var shop = await CachingShop.OpenAsync(postHog: (context, next) =>
            context.Request.Host.Host.Contains("assets", StringComparison.Ordinal) ? Say(context, 403) : PostHogNow.Saying("script")(context, next));

        await shop.GetAsync(CachingShop.Loader);
        var kept = await shop.GetAsync(CachingShop.Loader);
        shop.Clock.Move(TimeSpan.FromSeconds(301));
        await shop.GetAsync(CachingShop.Loader);

        Assert.Equal("script", Encoding.ASCII.GetString(kept.Body));
        Assert.Equal(["eu-assets.i.posthog.com", "eu.i.posthog.com", "eu.i.posthog.com"], shop.Asked.Select(request => request.Host));
    }

    private static Task Say(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
