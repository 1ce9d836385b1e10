using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Middleware.Tests.Caching.Rfc9111;

/// <summary>What is given past its time while PostHog fails: RFC 9111, section 4.2.4, and RFC 5861.</summary>
public sealed class StaleRuleTests(RuleShop rules) : IClassFixture<RuleShop>
{
    // The team's StaleIfError says for how long, whatever the answer says of an error; but what must not be given, is not.
    [Theory]
    [InlineData("max-age=100", 101, true)]
    [InlineData("max-age=100", 86_400, true)]
    [InlineData("max-age=100", 86_501, false)]
    [InlineData("max-age=100, stale-if-error=10", 3600, true)]
    [InlineData("max-age=100, stale-if-error=0", 3600, true)]
    [InlineData("max-age=100, stale-if-error=999999", 86_501, false)]
    [InlineData("s-maxage=100", 101, true)]
    [InlineData("max-age=100, Must-Revalidate", 101, false)]
    [InlineData("max-age=100, proxy-revalidate", 101, false)]
    [InlineData("s-maxage=100, must-revalidate", 101, false)]
    [InlineData("max-age=100, must-revalidate, stale-while-revalidate=1000", 101, false)]
    [InlineData("max-age=100, must-revalidate=0", 101, false)]
    [InlineData("max-age=100, x=\"must-revalidate\"", 101, true)]
    public async Task It_is_given_as_long_as_the_team_says_and_PostHog_does_not_forbid(string cacheControl, double seconds, bool isGiven)
    {
        var path = rules.NewScript("Cache-Control: " + cacheControl);
        await rules.Shop.GetAsync(path);
        rules.Shop.PostHog.Answers = (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };

        rules.Wait(seconds);
        var answer = await rules.Shop.GetAsync(path);

        Assert.Equal(isGiven ? 200 : 503, (int)answer.Status);
        Assert.Equal(isGiven ? "version 1" : "", RuleShop.Text(answer));
    }

    [Theory]
    [InlineData("max-age=100, stale-while-revalidate=1000", 600, true)]
    [InlineData("max-age=100, Stale-While-Revalidate=\"1000\"", 600, true)]
    [InlineData("max-age=100, stale-while-revalidate=99999999999999999999", 1_000_000, true)]
    [InlineData("max-age=100, stale-while-revalidate=10", 600, false)]
    [InlineData("max-age=100, stale-while-revalidate=x", 101, false)]
    [InlineData("max-age=100, stale-while-revalidate", 101, false)]
    [InlineData("max-age=100, stale-while-revalidate=-1", 101, false)]
    [InlineData("max-age=100, stale-while-revalidate=1000, must-revalidate", 101, false)]
    public async Task Within_its_window_the_old_one_is_given_while_the_new_one_comes(string cacheControl, double seconds, bool isGiven)
    {
        var release = new TaskCompletionSource();
        var path = rules.NewScript("Cache-Control: " + cacheControl);
        await rules.Shop.GetAsync(path);
        rules.Shop.PostHog.Answers = async (context, next) =>
        {
            if (isGiven)
            {
                await release.Task;
            }

            await PostHogNow.Saying("new")(context, next);
        };

        rules.Wait(seconds);
        var answer = await rules.Shop.GetAsync(path);
        release.SetResult();

        Assert.Equal(isGiven ? "version 1" : "new", RuleShop.Text(answer));
    }
}
