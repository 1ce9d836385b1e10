using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Writing;

public sealed class PatchTests
{
    private static readonly string[] OtherPaths = ["/", "/admin/users", "/t7xy", "/static/site.css", "/old/x"];

    public static TheoryData<string> Cases => [.. PatchCase.Names];

    [Fact]
    public void There_are_thirty_files_at_least() => Assert.True(PatchCase.Names.Count >= 30, $"{PatchCase.Names.Count}");

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_file_is_patched_as_its_diff_says(string name)
    {
        var patch = PatchCase.Load(name);

        var result = PomeriumPatch.Apply(patch.Before, patch.Description, TestContext.Current.CancellationToken);

        Assert.True(result.Problem is null, $"{result.Problem}");
        Assert.Equal(patch.After, result.Text, ignoreLineEndingDifferences: false);
        var again = PomeriumPatch.Apply(result.Text, patch.Description, TestContext.Current.CancellationToken);
        Assert.True(again.Problem is null, $"{again.Problem}");
        Assert.Equal(result.Text, again.Text, ignoreLineEndingDifferences: false);
    }

    // Held of the diffs themselves: what goes at one place comes at another in one piece, so all that a patch does is put lines in and move lines.
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_diff_only_inserts_and_moves_lines(string name)
    {
        var patch = PatchCase.Load(name);
        if (!patch.IsInline)
        {
            Assert.Contains(string.Join("\n", patch.Removed), string.Join("\n", patch.Added), StringComparison.Ordinal);
            return;
        }

        var (old, now) = (Assert.Single(patch.Removed), Assert.Single(patch.Added));
        var same = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.EndsWith(old[same..], now, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_patched_file_has_no_finding_it_did_not_have_and_every_request_gets_where_it_should(string name)
    {
        var patch = PatchCase.Load(name);

        var configuration = PomeriumConfiguration.Read(PomeriumPatch.Apply(patch.Before, patch.Description, TestContext.Current.CancellationToken).Text);

        Assert.Equal(patch.Left, PomeriumChecks.Of(configuration).Select(finding => finding.Id).Distinct().Order(StringComparer.Ordinal));
        foreach (var (asked, upstream) in Requests(patch.Description))
        {
            var explanation = Explain.Of(configuration, asked, "POST");
            Assert.Equal(("Through", upstream), (explanation.Outcome.ToString(), explanation.Upstream));
        }
    }

    // Whatever PostHog has no business with is answered as before.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_other_request_gets_what_it_got(string name)
    {
        var patch = PatchCase.Load(name);
        var before = PomeriumConfiguration.Read(patch.Before);
        var after = PomeriumConfiguration.Read(PomeriumPatch.Apply(patch.Before, patch.Description, TestContext.Current.CancellationToken).Text);
        var hosts = before.Routes.Where(route => route.From is { IsHttp: true }).Select(route => route.From!.Authority.Replace("*", "any", StringComparison.Ordinal))
            .Where(host => patch.Description.Path is not null || host != patch.Description.Host).ToList();

        foreach (var url in hosts.SelectMany(host => OtherPaths.Select(path => new Uri($"https://{host}{path}"))))
        {
            var (was, isNow) = (Explain.Of(before, url), Explain.Of(after, url));
            Assert.Equal((was.Upstream, was.Host, was.Outcome), (isNow.Upstream, isNow.Host, isNow.Outcome));
        }
    }

    private static IEnumerable<(Uri Asked, string Upstream)> Requests(ProxyDescription proxy)
    {
        var region = proxy.Region == PostHogRegion.Us ? "us" : "eu";
        var path = proxy.Path ?? "";
        foreach (var (sent, host) in new[] { ("/static/array.js", $"{region}-assets"), ("/array/phc_x/config.js", $"{region}-assets"), ("/e/?ip=0", region), ("/flags/?v=2", region), ("/s/", region) })
        {
            yield return (new($"https://{proxy.Host}{path}{sent}"), proxy.App is null ? $"https://{host}.i.posthog.com{sent}" : $"http://shop:8080{path}{sent}");
        }
    }
}
