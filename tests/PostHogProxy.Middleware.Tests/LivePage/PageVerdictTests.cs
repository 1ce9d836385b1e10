using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>The page says that events arrive only where PostHog, or the outbox, has them.</summary>
public sealed class PageVerdictTests
{
    public static TheoryData<string, Action<PostHogProxyOptions>, Action<HttpRequestMessage>> Dropped() => new()
    {
        { "Disabled", static options => options.Disabled = true, static _ => { } },
        { "DisabledWhen", static options => options.DisabledWhen = static _ => true, static _ => { } },
        { "Features", static options => options.Features = PostHogFeatures.All & ~PostHogFeatures.Capture, static _ => { } },
        { "Sec-GPC", static options => options.RespectGlobalPrivacyControl = true, static request => request.Headers.Add("Sec-GPC", "1") },
        {
            "OPTIONS", static _ => { }, static request =>
            {
                request.Method = HttpMethod.Options;
                request.Content = null;
                request.Headers.Add("Origin", "https://shop.example");
                request.Headers.Add("Access-Control-Request-Method", "POST");
            }
        },
    };

    [Theory]
    [MemberData(nameof(Dropped))]
    public async Task What_PostHog_has_nothing_of_is_no_event_that_arrived(string why, Action<PostHogProxyOptions> options, Action<HttpRequestMessage> change)
    {
        await using var shop = await PagedShop.OpenAsync(options: options);
        await using var stream = await ReadStream.OpenAsync(shop);
        using var sent = await shop.EventAsync(change: change);
        Assert.True(sent.IsSuccessStatusCode);

        var moment = await stream.UntilAsync(static moment => ReadStream.Count(moment) == 1);
        Assert.Equal("idle", moment.GetProperty("state").GetString());
        Assert.Equal(why == "Disabled" ? "PostHog is off" : "No event in the last five minutes", moment.GetProperty("headline").GetString());
        Assert.Equal("own", moment.GetProperty("exchanges")[0].GetProperty("outcome").GetString());
        var kind = Assert.Single(moment.GetProperty("proxies")[0].GetProperty("kinds").EnumerateArray());
        Assert.Equal("capture", kind.GetProperty("kind").GetString());
        Assert.Equal(0, kind.GetProperty("answered").EnumerateArray().Sum(static minute => minute.GetInt32()));
        Assert.Equal(1, kind.GetProperty("own").EnumerateArray().Sum(static minute => minute.GetInt32()));

        // The page says why, so that nobody looks for the events.
        var note = moment.GetProperty("problems")[0];
        Assert.Equal("info", note.GetProperty("level").GetString());
        Assert.Contains(why == "Disabled" ? "PostHog is off (Disabled)" : "1 request(s) of the last five minutes to the path of events brought PostHog none", note.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Empty(shop.Journal.Events);
    }

    [Fact]
    public async Task An_event_after_a_preflight_arrives()
    {
        await using var shop = await PagedShop.OpenAsync();
        await using var stream = await ReadStream.OpenAsync(shop);
        using var asked = await shop.SendAsync(HttpMethod.Options, "/k3fw/e/");
        using var sent = await shop.EventAsync();

        var moment = await stream.UntilAsync(static moment => ReadStream.Count(moment) == 2);
        Assert.Equal("ok", moment.GetProperty("state").GetString());
        Assert.Equal("Events arrive", moment.GetProperty("headline").GetString());
        Assert.Equal(["answered", "own"], moment.GetProperty("exchanges").EnumerateArray().Select(static one => one.GetProperty("outcome").GetString()!));
    }

    [Theory]
    [InlineData(true, "idle")]
    [InlineData(false, "warn")]
    public async Task Flags_that_the_proxy_refuses_as_it_should_are_no_problem_of_PostHogs(bool isOff, string state)
    {
        await using var shop = await PagedShop.OpenAsync(
            options: options =>
            {
                // The proof of the region asks for flags too.
                options.ProjectTokens.Clear();
                options.Features = isOff ? PostHogFeatures.All & ~PostHogFeatures.Flags : PostHogFeatures.All;
            },
            postHog: new StandInOptions
            {
                Intercept = static (context, next) =>
                {
                    if (!context.Request.Path.StartsWithSegments("/flags"))
                    {
                        return next();
                    }

                    context.Response.StatusCode = 401;
                    return Task.CompletedTask;
                },
            });
        await using var stream = await ReadStream.OpenAsync(shop);
        using var refused = await shop.EventAsync(path: "/k3fw/flags/?v=2");

        var moment = await stream.UntilAsync(static moment => ReadStream.Count(moment) == 1);
        Assert.Equal("refused", moment.GetProperty("exchanges")[0].GetProperty("outcome").GetString());
        Assert.Equal(state, moment.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Events_that_PostHog_refuses_or_fails_to_take_do_not_arrive()
    {
        await using var shop = await PagedShop.OpenAsync(postHog: new StandInOptions
        {
            Intercept = static (context, next) =>
            {
                if (!context.Request.Path.StartsWithSegments("/e"))
                {
                    return next();
                }

                context.Response.StatusCode = context.Request.Query.ContainsKey("fails") ? 503 : 401;
                return Task.CompletedTask;
            },
        });
        await using var stream = await ReadStream.OpenAsync(shop);
        using var refused = await shop.EventAsync();
        using var failed = await shop.EventAsync(path: "/k3fw/e/?fails=1");

        var moment = await stream.UntilAsync(static moment => ReadStream.Count(moment) == 2);
        Assert.Equal("Events don't arrive", moment.GetProperty("headline").GetString());
        Assert.Equal(["failed", "refused"], moment.GetProperty("exchanges").EnumerateArray().Select(static one => one.GetProperty("outcome").GetString()!));
    }
}
