using System.Text;

namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>How much is kept, what goes first, and the ends of what the options allow.</summary>
public sealed class BoundsTests
{
    public static TheoryData<string> Extremes => ["smallest memory", "largest memory", "longest durations", "no durations"];

    [Theory]
    [MemberData(nameof(Extremes))]
    public async Task The_ends_of_what_the_options_allow_work(string extreme)
    {
        await using var shop = await CachingShop.OpenAsync(
            options =>
            {
                var (cache, (least, longest)) = (options.AssetCache, (65_536L, TimeSpan.FromDays(365)));
                (cache.MaximumBytes, cache.MaximumEntryBytes, cache.FallbackDuration, cache.StaleIfError) = extreme switch
                {
                    "smallest memory" => (least, cache.MaximumEntryBytes, cache.FallbackDuration, cache.StaleIfError),
                    "largest memory" => (long.MaxValue, long.MaxValue, cache.FallbackDuration, cache.StaleIfError),
                    "longest durations" => (cache.MaximumBytes, cache.MaximumEntryBytes, longest, longest),
                    _ => (cache.MaximumBytes, 6, TimeSpan.Zero, TimeSpan.Zero),
                };
            },
            PostHogNow.Saying("script", answer => answer.Response.Headers.CacheControl = extreme == "longest durations" ? default : "max-age=300"));

        await shop.GetAsync(CachingShop.Loader);
        var kept = await shop.GetAsync(CachingShop.Loader);

        Assert.Equal("script", Encoding.ASCII.GetString(kept.Body));
        Assert.Single(shop.Asked);
    }

    // Least used first, and what anybody can make up before what every page loads.
    [Fact]
    public async Task The_bytes_kept_are_bounded()
    {
        await using var shop = await CachingShop.OpenAsync(
            options => options.AssetCache.MaximumBytes = 100_000, PostHogNow.Saying(new string('x', 10_000)));
        await shop.GetAsync(CachingShop.Loader);
        for (var version = 0; version < 200; version++)
        {
            await shop.GetAsync($"{CachingShop.Loader}?v={version}");
            if (version % 10 == 0)
            {
                await shop.GetAsync(CachingShop.Loader);
            }
        }

        var asked = shop.Asked.Count;
        for (var version = 0; version < 200; version++)
        {
            await shop.GetAsync($"{CachingShop.Loader}?v={version}");
        }

        // No more than nine of 10 KB have room; all others had to be asked for again.
        Assert.True(shop.Asked.Count - asked >= 191, $"{shop.Asked.Count - asked}");
    }

    [Fact]
    public async Task What_an_answer_takes_beside_its_body_counts()
    {
        await using var shop = await CachingShop.OpenAsync(options => options.AssetCache.MaximumBytes = 100_000, PostHogNow.Saying("x"));
        for (var round = 0; round < 2; round++)
        {
            for (var version = 0; version < 100; version++)
            {
                await shop.GetAsync($"{CachingShop.Loader}?v={version}");
            }
        }

        // At 3 KiB each, 32 have room.
        Assert.True(shop.Asked.Count >= 168, $"{shop.Asked.Count}");
    }

    // The page's own files were asked for twice, each other file once.
    [Fact]
    public async Task A_thousand_files_that_exist_and_are_rarely_asked_for_displace_no_file_of_the_page()
    {
        await using var shop = await CachingShop.OpenAsync(
            options => options.AssetCache.MaximumBytes = 200_000, PostHogNow.Saying(new string('x', 20_000)));
        string[] page = [CachingShop.Loader, CachingShop.RemoteConfig, "/static/recorder.js?v=1.449.2"];
        foreach (var file in page.Concat(page))
        {
            await shop.GetAsync(file);
        }

        for (var version = 0; version < 500; version++)
        {
            await shop.GetAsync($"/static/recorder.js?v=1.0.{version}");
            await shop.GetAsync($"/static/1.0.{version}/recorder.js");
        }

        var asked = shop.Asked.Count;
        foreach (var file in page)
        {
            await shop.GetAsync(file);
        }

        Assert.Equal(1003, asked);
        Assert.Equal(asked, shop.Asked.Count);
    }

    // Two pages have asked for the script. One request is not enough: of 300 names, the sketch of uses counts one twice in one run of fifty.
    [Fact]
    public async Task Made_up_file_names_do_not_drive_a_script_out()
    {
        await using var shop = await CachingShop.OpenAsync(
            options => options.AssetCache.MaximumBytes = 100_000, PostHogNow.Saying(new string('x', 10_000)));
        await shop.GetAsync(CachingShop.Loader);
        await shop.GetAsync(CachingShop.Loader);
        shop.PostHog.Answers = (context, _) =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        };

        for (var file = 0; file < 300; file++)
        {
            await shop.GetAsync($"/static/made-up-{file}.js");
        }

        Assert.Equal(200, (int)(await shop.GetAsync(CachingShop.Loader)).Status);
    }
}
