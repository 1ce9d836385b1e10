using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Tests.Blocking;

public sealed class ClientRequestsTests
{
    // Addresses as recorded in browsers, from 1.300.0, 1.391.3 and 1.449.2, or typed from the facts: path, beginning of the query, kind.
    [Theory]
    [InlineData("/e/", "?ip=0&_=1750000000000&ver=1.300.0&compression=gzip-js", "Xhr", "posthog-js up to 1.391.3")]
    [InlineData("/e/", "?ip=0&_=1750000000000&ver=1.391.3&compression=gzip-js", "Xhr", "posthog-js up to 1.391.3")]
    [InlineData("/i/v0/e/", "?ip=0&_=1750000000000&ver=1.391.3&compression=gzip-js", "Xhr", "posthog-js up to 1.391.3")]
    [InlineData("/s/", "?ip=0&_=1750000000000&ver=1.391.3&compression=gzip-js", "Xhr", "posthog-js up to 1.391.3")]
    [InlineData("/e/", "?ip=0&_=1750000000000&ver=1.391.3&compression=gzip-js&beacon=1", "Ping", "posthog-js up to 1.391.3")]
    [InlineData("/flags/", "?v=2&config=true&ip=0&_=1750000000000&ver=1.300.0&compression=base64", "Xhr", "posthog-js up to 1.391.3")]
    [InlineData("/flags/", "?v=2&_=1790000000000&ver=1.391.6&compression=base64", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/api/surveys/", "?token=phc_kGb7Zr2Xq9Wd4Tn6Vj8Hm3Lc5Pf1Ks0By7Rt2Nw4Qx6&ip=0&_=1750000000000&ver=1.391.3", "Xhr", "posthog-js up to 1.391.3")]
    [InlineData("/decide/", "?v=3&ip=1", "Xhr", "posthog-js up to 1.391.3")]
    [InlineData("/e/", "?_=", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/e/", "?sent_at=", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/e/", "?retry_count=", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/e/", "?compression=base64", "Ping", "posthog-js from 1.391.6")]
    [InlineData("/flags/", "?v=2", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/static/1.449.2/lazy-recorder.js", "", "Script", "posthog-js from 1.391.6")]
    [InlineData("/static/array.js", "", "Script", "every posthog-js")]
    [InlineData("/api/surveys/", "?token=", "Xhr", "every posthog-js")]
    [InlineData("/api/early_access_features/", "?token=", "Xhr", "every posthog-js")]
    [InlineData("/api/web_experiments/", "?token=", "Xhr", "every posthog-js")]
    [InlineData("/array/phc_kGb7Zr2Xq9Wd4Tn6Vj8Hm3Lc5Pf1Ks0By7Rt2Nw4Qx6/config", "", "Xhr", "every posthog-js")]
    [InlineData("/array/phc_kGb7Zr2Xq9Wd4Tn6Vj8Hm3Lc5Pf1Ks0By7Rt2Nw4Qx6/config.js", "", "Script", "every posthog-js")]
    [InlineData("/array/phc_kGb7Zr2Xq9Wd4Tn6Vj8Hm3Lc5Pf1Ks0By7Rt2Nw4Qx6/array.js", "", "Script", "every posthog-js")]
    [InlineData("/site_app/1/0123456789abcdef/", "", "Script", "every posthog-js")]
    [InlineData("/static/surveys.js", "?v=1.300.0", "Script", "every posthog-js")]
    [InlineData("/i/v1/logs", "?token=", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/i/v1/metrics", "?token=", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/api/product_tours/", "?token=", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/api/conversations/v1/widget/messages", "", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/i/v0/e/", "?compression=base64", "Ping", "posthog-js from 1.391.6")]
    [InlineData("/s/", "?compression=base64", "Ping", "posthog-js from 1.391.6")]
    [InlineData("/flags/", "?v=2&config=true", "Xhr", "posthog-js from 1.391.6")]
    [InlineData("/api/early_access_features/", "?token=phc_kGb7Zr2Xq9Wd4Tn6Vj8Hm3Lc5Pf1Ks0By7Rt2Nw4Qx6&ip=0", "Xhr", "posthog-js up to 1.391.3")]
    [InlineData("/api/web_experiments/", "?token=phc_kGb7Zr2Xq9Wd4Tn6Vj8Hm3Lc5Pf1Ks0By7Rt2Nw4Qx6&ip=0", "Xhr", "posthog-js up to 1.391.3")]
    public void A_recorded_request_is_judged(string path, string query, string kind, string clients) =>
        Assert.Contains(
            ClientRequests.All,
            request => request.Target.StartsWith(path + query, StringComparison.Ordinal) && request.Kind.ToString() == kind && request.Clients == clients);

    [Fact]
    public void Only_old_clients_write_an_address_into_the_query() =>
        Assert.All(
            ClientRequests.All,
            request => Assert.Equal(request.Clients == "posthog-js up to 1.391.3", request.Target.Contains("ip=", StringComparison.Ordinal)));

    [Fact]
    public void From_1_387_on_flags_are_asked_for_without_an_address() =>
        Assert.DoesNotContain(
            ClientRequests.All,
            request => request.Target.StartsWith("/flags/", StringComparison.Ordinal) && request.Target.Contains("ip=", StringComparison.Ordinal)
                && request.Target.Contains("ver=1.391.3", StringComparison.Ordinal));

    [Fact]
    public void No_request_stands_there_twice_and_each_is_of_one_kind()
    {
        Assert.Equal(ClientRequests.All.Count, ClientRequests.All.Select(request => (request.Target, request.Kind)).Distinct().Count());
        Assert.All(ClientRequests.All, request => Assert.True(request.Kind is RequestKinds.Script or RequestKinds.Xhr or RequestKinds.Ping));
    }
}
