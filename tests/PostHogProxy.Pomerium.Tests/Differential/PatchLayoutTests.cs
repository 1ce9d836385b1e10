using CsCheck;
using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Tests.Differential.Generation;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Differential;

/// <summary>A file that check passes is patched: check still passes, PostHog's requests arrive, and the app's own go where they went.</summary>
public sealed class PatchLayoutTests
{
    // What posthog-js asks for, and whether it is an asset.
    private static readonly (string Path, bool IsAsset)[] ClientPaths =
    [
        ("/e/?ip=0", false), ("/i/v0/e/", false), ("/batch/", false), ("/s/", false), ("/flags/?v=2&config=true", false), ("/api/surveys/?token=phc_x", false),
        ("/site_app/1/x", false), ("/i/v1/logs", false), ("/array/phc_x/config.js", true), ("/array/phc_x/config", true), ("/static/array.js", true),
        ("/static/1.404.0/posthog-recorder.js?v=1", true),
    ];

    private static readonly Uri[] AppUrls =
    [
        .. new[] { "shop.test", "wiki.test", "wiki.test:8443", "docs.test", "x.apps.test" }
            .SelectMany(host => new[] { "/", "/admin/x", "/t7xy", "/git/a" }.Select(path => new Uri($"https://{host}{path}"))),
    ];

    [Fact]
    public void A_file_that_passes_still_passes_after_a_patch_and_everything_arrives() => Patch(300);

    [Fact(Explicit = true)]
    public void Five_thousand_files_that_pass_still_pass_after_a_patch_and_everything_arrives() => Patch(5_000);

    private static void Patch(int files)
    {
        var (patched, refused) = (0, 0);
        Sites.Any.Where(site => !HasProblem(PomeriumConfiguration.Read(site.Text))).Sample(
            site =>
            {
                var result = PomeriumPatch.Apply(site.Text, site.Proxy);
                if (result.Problem is { } problem)
                {
                    // It says what stands in the way, and where; the file is as it was.
                    Assert.Equal(site.Text, result.Text);
                    Assert.True(problem.Message.Length > 20 && problem.Fix is { Length: > 5 }, problem.ToString());
                    Interlocked.Increment(ref refused);
                    return;
                }

                Interlocked.Increment(ref patched);
                AssertWorks(site, result.Text);
            },
            iter: files);
        Assert.True(patched > 2 * refused, $"{patched} patched, {refused} refused");
    }

    private static void AssertWorks(Site site, string text)
    {
        var (before, after) = (PomeriumConfiguration.Read(site.Text), PomeriumConfiguration.Read(text));
        Assert.True(!HasProblem(after), $"{string.Join('\n', PomeriumChecks.Of(after))}\n-----\n{text}");
        var proxy = site.Proxy;
        var root = $"https://{proxy.Host}{proxy.Path?.TrimEnd('/')}";
        var region = proxy.Region == PostHogRegion.Us ? "us" : "eu";
        foreach (var (path, isAsset) in ClientPaths)
        {
            var expected = proxy.App is null
                ? $"https://{region}{(isAsset ? "-assets" : "")}.i.posthog.com{path}"
                : $"http://shop:8080{proxy.Path?.TrimEnd('/')}{path}";
            var explained = Explain.Of(after, new($"{root}{path}"), "POST");
            Assert.True(explained.Outcome.ToString() == "Through" && explained.Upstream == expected, $"{root}{path}: {explained}\n-----\n{text}");
        }

        foreach (var url in AppUrls)
        {
            var (was, now) = (Explain.Of(before, url), Explain.Of(after, url));

            // A host of PostHog's own that a wildcard served until now is no longer the app's.
            var isHandedOver = proxy.Path is null && url.Authority == proxy.Host && was.RouteIndex is { } index && before.Routes[index].From!.Host.Contains('*', StringComparison.Ordinal);
            Assert.True(
                was.RouteIndex is null || isHandedOver || (was.Upstream, was.Host, was.Outcome, was.ServerName, Set(was)) == (now.Upstream, now.Host, now.Outcome, now.ServerName, Set(now)),
                $"{url}\nwas {was}\nnow {now}\n-----\n{text}");
        }

        Assert.Equal(text, PomeriumPatch.Apply(text, proxy).Text);
    }

    private static string Set(Explanation explained) => string.Join(' ', explained.SetHeaders.Select(header => $"{header.Key}={header.Value}").Concat(explained.RemovedHeaders));

    private static bool HasProblem(PomeriumConfiguration configuration) => PomeriumChecks.Of(configuration).Any(finding => finding.IsProblem);
}
