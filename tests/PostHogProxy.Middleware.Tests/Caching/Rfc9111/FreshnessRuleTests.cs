namespace PostHogProxy.Middleware.Tests.Caching.Rfc9111;

/// <summary>How long an answer holds by what it says of itself: RFC 9111, sections 1.2.2, 4.2, 5.1, 5.2.2 and 5.3.</summary>
public sealed class FreshnessRuleTests(RuleShop rules) : IClassFixture<RuleShop>
{
    private const string Written = "Date: Wed, 01 Jan 2025 10:00:00 GMT|";

    [Theory]

    // max-age: a number of seconds, as token or quoted, in any case, however long.
    [InlineData("Cache-Control: max-age=100", 60, true)]
    [InlineData("Cache-Control: max-age=100", 101, false)]
    [InlineData("Cache-Control: MAX-AGE=100", 60, true)]
    [InlineData("Cache-Control: Max-Age=10", 60, false)]
    [InlineData("Cache-Control: max-age=\"100\"", 60, true)]
    [InlineData("Cache-Control: max-age=\"10\"", 60, false)]
    [InlineData("Cache-Control: max-age=000100", 60, true)]
    [InlineData("Cache-Control: max-age=0", 0, false)]
    [InlineData("Cache-Control: max-age=2147483647", 8_000_000, true)]
    [InlineData("Cache-Control: max-age=2147483648", 8_000_000, true)]
    [InlineData("Cache-Control: max-age=4294967297", 8_000_000, true)]
    [InlineData("Cache-Control: max-age=99999999999999999999999999", 8_000_000, true)]
    [InlineData("Cache-Control: s-maxage=99999999999999999999999999", 8_000_000, true)]

    // What is no number has run out.
    [InlineData("Cache-Control: max-age=-1", 0, false)]
    [InlineData("Cache-Control: max-age=-99999999999999999999", 0, false)]
    [InlineData("Cache-Control: max-age=+100", 0, false)]
    [InlineData("Cache-Control: max-age=100.5", 0, false)]
    [InlineData("Cache-Control: max-age=1e3", 0, false)]
    [InlineData("Cache-Control: max-age=0x64", 0, false)]
    [InlineData("Cache-Control: max-age=100s", 0, false)]
    [InlineData("Cache-Control: max-age=", 0, false)]
    [InlineData("Cache-Control: max-age", 0, false)]
    [InlineData("Cache-Control: max-age='100'", 0, false)]
    [InlineData("Cache-Control: max-age= 100", 0, false)]
    [InlineData("Cache-Control: max-age =100", 0, false)]
    [InlineData("Cache-Control: max-age=100 public", 0, false)]
    [InlineData("Cache-Control: max-age=100;public", 0, false)]
    [InlineData("Cache-Control: public; max-age=100", 0, false)]
    [InlineData("Cache-Control: max-age=\"100", 0, false)]
    [InlineData("Cache-Control: max-age=\"100\"x", 0, false)]
    [InlineData("Cache-Control: s-maxage=x, max-age=100", 0, false)]

    // Of two, the first; of s-maxage and max-age, that for shared caches.
    [InlineData("Cache-Control: max-age=100, max-age=10", 60, true)]
    [InlineData("Cache-Control: max-age=10, max-age=100", 60, false)]
    [InlineData("Cache-Control: max-age=100|Cache-Control: max-age=10", 60, true)]
    [InlineData("Cache-Control: s-maxage=100, max-age=0", 60, true)]
    [InlineData("Cache-Control: max-age=0, S-MaxAge=\"100\"", 60, true)]
    [InlineData("Cache-Control: s-maxage=10, max-age=100", 60, false)]
    [InlineData("Cache-Control: s-maxage=0, max-age=100", 0, false)]

    // Lists: several lines, empty members, directives nobody knows, words in quotes.
    [InlineData("Cache-Control: public|Cache-Control: max-age=100", 60, true)]
    [InlineData("Cache-Control: public,max-age=10", 60, false)]
    [InlineData("Cache-Control: , ,  max-age=10 ,", 60, false)]
    [InlineData("Cache-Control: , ,  max-age=1000 ,", 400, true)]
    [InlineData("Cache-Control: immutable, max-age=1000, unheard-of=1, another=\"a b\"", 400, true)]
    [InlineData("Cache-Control: only-if-cached, min-fresh=10, max-age=1000", 400, true)]
    [InlineData("Cache-Control: x=\"max-age=10\", max-age=1000", 400, true)]
    [InlineData("Cache-Control: x=\"a, no-store, b\", max-age=1000", 400, true)]
    [InlineData("Cache-Control: x=\"a\\\", no-store\", max-age=1000", 400, true)]
    [InlineData("Cache-Control: x=\"max-age=1000\"", 301, false)]
    [InlineData("Cache-Control: x-max-age=10", 60, true)]
    [InlineData("Cache-Control: max-age-x=10", 60, true)]
    [InlineData("Cache-Control: x=\"unclosed, max-age=100", 0, false)]
    [InlineData("Cache-Control: @, max-age=100", 0, false)]
    [InlineData("Cache-Control: =, max-age=100", 0, false)]

    // What forbids keeping wins over what allows it, with an argument or without.
    [InlineData("Cache-Control: max-age=100, no-store", 0, false)]
    [InlineData("Cache-Control: NO-STORE, max-age=100", 0, false)]
    [InlineData("Cache-Control: no-store=1, max-age=100", 0, false)]
    [InlineData("Cache-Control: max-age=100|Cache-Control: no-store", 0, false)]
    [InlineData("Cache-Control: No-Cache, max-age=100", 0, false)]
    [InlineData("Cache-Control: no-cache=\"x-a\", max-age=100", 0, false)]
    [InlineData("Cache-Control: Private, max-age=100", 0, false)]
    [InlineData("Cache-Control: private=\"x-a, x-b\", max-age=100", 0, false)]
    [InlineData("Cache-Control: private, s-maxage=100", 0, false)]

    // No time of its own: five minutes. Headers for somebody else change nothing.
    [InlineData("Cache-Control: public", 200, true)]
    [InlineData("Cache-Control:", 200, true)]
    [InlineData("Cache-Control: public", 301, false)]
    [InlineData("Pragma: no-cache", 200, true)]
    [InlineData("Cache-Control: max-age=1000|Pragma: no-cache", 600, true)]
    [InlineData("Cache-Control: max-age=1000|CDN-Cache-Control: no-store", 600, true)]
    [InlineData("Cache-Control: max-age=10|CDN-Cache-Control: max-age=1000", 60, false)]
    [InlineData("Cache-Control: max-age=1000|Surrogate-Control: no-store", 600, true)]
    [InlineData("Cache-Control: max-age=1000|Set-Cookie: a=b|Warning: 110 - stale", 600, true)]

    // Expires, in each of the three forms of a date.
    [InlineData(Written + "Expires: Wed, 01 Jan 2025 10:01:40 GMT", 60, true)]
    [InlineData(Written + "Expires: Wed, 01 Jan 2025 10:01:40 GMT", 101, false)]
    [InlineData(Written + "Expires: Wednesday, 01-Jan-25 11:00:00 GMT", 600, true)]
    [InlineData(Written + "Expires: Wed Jan  1 11:00:00 2025", 600, true)]
    [InlineData(Written + "Expires: wed, 01 jan 2025 11:00:00 gmt", 600, true)]
    [InlineData(Written + "Expires: WEDNESDAY, 01-JAN-25 11:00:00 GMT", 600, true)]
    [InlineData(Written + "Expires: Tuesday, 01-Jan-75 10:00:00 GMT", 600, true)]
    [InlineData(Written + "Expires: Wednesday, 01-Jan-99 10:00:00 GMT", 0, false)]
    [InlineData("Date: Wednesday, 01-Jan-25 10:00:00 GMT|Expires: Wed, 01 Jan 2025 11:00:00 GMT", 600, true)]
    [InlineData("Date: Wed Jan  1 10:00:00 2025|Expires: Wed, 01 Jan 2025 10:01:40 GMT", 101, false)]
    [InlineData(Written + "Expires: Thu, 01 Jan 2099 10:00:00 GMT", 8_000_000, true)]

    // An invalid time is one in the past.
    [InlineData(Written + "Expires: Wed, 01 Jan 2025 10:00:00 GMT", 0, false)]
    [InlineData(Written + "Expires: Tue, 31 Dec 2024 10:00:00 GMT", 0, false)]
    [InlineData(Written + "Expires: 0", 0, false)]
    [InlineData(Written + "Expires: -1", 0, false)]
    [InlineData(Written + "Expires:", 0, false)]
    [InlineData(Written + "Expires: 1893456000", 0, false)]
    [InlineData(Written + "Expires: 2030-01-01T10:00:00Z", 0, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 10:00:00", 0, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 10:00:00 UTC", 0, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 10:00:00 CET", 0, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 10:00:00 +0000", 0, false)]
    [InlineData(Written + "Expires: Tue, 1 Jan 2030 10:00:00 GMT", 0, false)]
    [InlineData(Written + "Expires: Tue,  01 Jan 2030 10:00:00 GMT", 0, false)]
    [InlineData(Written + "Expires: Tue 01 Jan 2030 10:00:00 GMT", 0, false)]
    [InlineData(Written + "Expires: Tue, 01-Jan-2030 10:00:00 GMT", 0, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 30 10:00:00 GMT", 0, false)]
    [InlineData(Written + "Expires: Tue, 32 Jan 2030 10:00:00 GMT", 0, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 25:00:00 GMT", 0, false)]
    [InlineData(Written + "Expires: \"Tue, 01 Jan 2030 10:00:00 GMT\"", 0, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 10:00:00 GMT|Expires: Wed, 02 Jan 2030 10:00:00 GMT", 0, false)]

    // max-age wins over it, both ways.
    [InlineData(Written + "Expires: 0|Cache-Control: max-age=1000", 600, true)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 10:00:00 GMT|Cache-Control: max-age=10", 60, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 10:00:00 GMT|Cache-Control: max-age=x", 0, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 10:00:00 GMT|Cache-Control: no-store", 0, false)]
    [InlineData(Written + "Expires: Tue, 01 Jan 2030 10:00:00 GMT|Cache-Control: public", 600, true)]

    // The time that somebody on the way has had it. Of a list the first, and what is no number says nothing.
    [InlineData("Cache-Control: max-age=100|Age: 50", 20, true)]
    [InlineData("Cache-Control: max-age=100|Age: 50", 51, false)]
    [InlineData("Cache-Control: max-age=100|Age: 100", 0, false)]
    [InlineData("Cache-Control: max-age=100|Age: 90, 10", 11, false)]
    [InlineData("Cache-Control: max-age=100|Age: 10, 90", 60, true)]
    [InlineData("Cache-Control: max-age=100|Age: 90|Age: 10", 11, false)]
    [InlineData("Cache-Control: max-age=100|Age: 10|Age: 200", 60, true)]
    [InlineData("Cache-Control: max-age=100|Age: 2147483647", 0, false)]
    [InlineData("Cache-Control: max-age=100|Age: 2147483648", 0, false)]
    [InlineData("Cache-Control: max-age=100|Age: 99999999999999999999999", 0, false)]
    [InlineData("Cache-Control: max-age=99999999999|Age: 99999999999", 0, false)]
    [InlineData("Cache-Control: max-age=100|Age: -200", 60, true)]
    [InlineData("Cache-Control: max-age=100|Age: abc", 60, true)]
    [InlineData("Cache-Control: max-age=100|Age: 200.5", 60, true)]
    [InlineData("Cache-Control: max-age=100|Age: \"200\"", 60, true)]
    [InlineData("Cache-Control: max-age=100|Age: abc, 200", 60, true)]
    [InlineData("Cache-Control: max-age=100|Age:", 60, true)]
    [InlineData(Written + "Expires: Wed, 01 Jan 2025 10:01:40 GMT|Age: 90", 11, false)]

    // It is not added a second time from Date: this server's clock need not be PostHog's.
    [InlineData("Cache-Control: max-age=1000|Date: Sun, 01 Jan 2023 10:00:00 GMT", 600, true)]
    [InlineData("Cache-Control: max-age=1000|Date: Thu, 01 Jan 2099 10:00:00 GMT", 600, true)]
    public async Task An_answer_is_given_again_as_long_as_it_says(string headers, double seconds, bool isReused)
    {
        var path = rules.NewScript(headers);

        var first = await rules.Shop.GetAsync(path);
        rules.Wait(seconds);
        var second = await rules.Shop.GetAsync(path);

        Assert.Equal("version 1", RuleShop.Text(first));
        Assert.Equal(isReused ? "version 1" : "version 2", RuleShop.Text(second));
    }

    // Without a Date that can be read, the time it came counts (RFC 9110, 6.6.1).
    [Theory]
    [InlineData(3600, true)]
    [InlineData(10, false)]
    public async Task Expires_counts_from_when_the_answer_came_where_that_does_not_say_when_it_was_written(int expires, bool isReused)
    {
        var at = (rules.Shop.Clock.GetUtcNow() + TimeSpan.FromSeconds(expires)).ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        var path = rules.NewScript($"Date: yesterday|Expires: {at}");

        await rules.Shop.GetAsync(path);
        rules.Wait(60);
        var second = await rules.Shop.GetAsync(path);

        Assert.Equal(isReused ? "version 1" : "version 2", RuleShop.Text(second));
    }

    [Theory]
    [InlineData("Age: 50", 10, "60")]
    [InlineData("Age: 0050", 10, "60")]
    [InlineData("Age: 50, 900", 10, "60")]
    [InlineData("Age: 50|Age: 900", 10, "60")]
    [InlineData("Age: nothing", 10, "10")]
    [InlineData("", 10, "10")]
    [InlineData("", 0.9, "0")]
    public async Task Age_is_one_whole_number_that_counts_on(string headers, double seconds, string age)
    {
        var path = rules.NewScript("Cache-Control: max-age=1000|" + headers);

        await rules.Shop.GetAsync(path);
        rules.Wait(seconds);

        Assert.Equal(age, (await rules.Shop.GetAsync(path))["Age"]);
    }

    [Theory]
    [InlineData("Date: Wed, 01 Jan 2025 10:00:00 GMT", "Wed, 01 Jan 2025 10:00:00 GMT")]
    [InlineData("Date: yesterday", null)]
    public async Task Date_is_when_PostHog_wrote_the_answer(string headers, string? date)
    {
        var came = rules.Shop.Clock.GetUtcNow().ToString("r", System.Globalization.CultureInfo.InvariantCulture);
        var path = rules.NewScript("Cache-Control: max-age=1000|" + headers);

        await rules.Shop.GetAsync(path);
        rules.Wait(100);
        var kept = await rules.Shop.GetAsync(path);

        Assert.Equal(date ?? came, kept["Date"]);
        Assert.Equal("100", kept["Age"]);
    }
}
