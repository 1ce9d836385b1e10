using System.Text.Json;
using CsCheck;
using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Importing;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Tests.Generated;

public sealed class GeneratedTests
{
    private static readonly long Rounds = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1" ? 50_000 : 5_000;

    private static readonly Uri[] Urls = [new("https://e.test/static/array.js"), new("https://x.test:8443/x1/e/?a=b"), new("https://us.i.posthog.com/")];

    // No exception, every place in the text, nothing told twice of one place, no offered change that cannot be made.
    [Fact]
    public void Whatever_is_read_ends_in_findings_with_places() =>
        GeneratedFiles.Any.Sample(
            text =>
            {
                var configuration = PomeriumConfiguration.Read(text);
                var diagnoses = PomeriumChecks.Diagnose(configuration);
                foreach (var url in Urls)
                {
                    _ = Explain.Of(configuration, url, "POST");
                }

                return diagnoses.All(diagnosis => diagnosis.Finding.Range is { } range && range.Start >= 0 && range.Length >= 0 && range.End <= text.Length)
                    && diagnoses.All(diagnosis => diagnosis.Edits.All(edit => edit.Range.Start >= 0 && edit.Range.End <= text.Length))
                    && diagnoses.Select(diagnosis => (diagnosis.Finding.Id, diagnosis.Finding.Range!.Value.Start)).Distinct().Count() == diagnoses.Count
                    && diagnoses.Count(diagnosis => diagnosis.Finding.Id == "PHX4021") <= 1;
            },
            iter: Rounds);

    [Fact]
    public void Whatever_is_imported_every_route_to_PostHog_is_told() =>
        Gen.OneOf(GeneratedFiles.Any, GeneratedFiles.Routes).Sample(
            text =>
            {
                var import = PomeriumImport.Of(text);
                Assert.All(import.Report, note => Assert.InRange(note.Range.End, note.Range.Length, text.Length));
                if (import.Problem is null)
                {
                    var fates = import.Report.ToLookup(note => note.Route);
                    Assert.All(PomeriumConfiguration.Read(text).Routes.Where(route => route.IsPostHog), route => Assert.Contains(fates[route.Label], note => note.Fate != ImportFate.Differs));
                }

                if (import.Settings.Length > 0)
                {
                    using var settings = JsonDocument.Parse(import.Settings);
                    Assert.Equal(import.Proxies.Count > 1, settings.RootElement.GetProperty("PostHogProxy").TryGetProperty("Maps", out _));
                }
            },
            iter: Rounds);

    [Fact]
    public void Making_the_offered_changes_ends_and_leaves_a_readable_file_readable() =>
        GeneratedFiles.Routes.Sample(
            text =>
            {
                var changed = PomeriumFixes.Apply(text);
                Assert.True(IsReadable(text) == IsReadable(changed), $"{text}\n{changed}");

                static bool IsReadable(string text) => PomeriumConfiguration.Read(text).ReadingFindings.All(finding => finding.Id != "PHX4021");
            },
            iter: Rounds / 10);

    // One mistake in a set-up that is right otherwise is one finding, whatever the set-up.
    [Fact]
    public void One_mistake_is_one_finding() =>
        Gen.Select(Gen.Int[0, SingleMistakes.All.Count - 1], Gen.Bool, Gen.Bool, Gen.Bool).Sample(
            (index, isEu, isUnderPath, isFlow) =>
            {
                var mistake = SingleMistakes.All[index];
                var text = mistake.Write(isEu ? "eu" : "us", isUnderPath, isFlow);
                var ids = PomeriumChecks.Of(PomeriumConfiguration.Read(text)).Select(finding => finding.Id).ToList();
                Assert.True(ids is [var id] && id == mistake.Id, $"{mistake.Id}, found {string.Join(' ', ids)}\n{text}");
            },
            iter: Rounds);

    // Work is measured by what is allocated, which does not depend on the machine: twice the file is about twice the work.
    [Theory]
    [InlineData("routes:\n", "- {from: https://e.test, to: https://us.i.posthog.com, prefix: /p#/, allow_public_unauthenticated_access: true}\n", "")]
    [InlineData("routes:\n", "- {from: https://e#.test, to: https://us.i.posthog.com, allow_public_unauthenticated_access: true}\n", "")]
    [InlineData("routes:\n", "- {from: \"https://*.e#.test\", to: https://us.i.posthog.com}\n- {from: https://a.e#.test, to: http://a}\n", "")]
    [InlineData("routes:\n", "- {from: https://e.test, to: https://us.i.posthog.com, regex: \"/a#/.*\"}\n", "")]
    [InlineData("routes:\n", "- {from: https://e.test, to: https://us.i.posthog.com}\n", "")]
    [InlineData("a: &a {from: https://e.test, to: https://us.i.posthog.com}\nroutes:\n", "- *a\n", "")]
    [InlineData("", "k#: 1\nk#: 2\n", "")]
    [InlineData("routes: [{from: https://e.test, to: https://us.i.posthog.com, policy: {allow: {or: [", "{public: true}, ", "]}}}]\n")]
    [InlineData("routes: [{from: https://e.test, to: https://us.i.posthog.com, prefix: /", "abcdefgh", "}]\n")]
    [InlineData("routes: [{from: https://e.test, to: https://us.i.posthog.com, regex: \"/", "(a*)*", "\"}]\n")]
    [InlineData("routes: [{from: \"https://", "*a", "\", to: https://us.i.posthog.com}]\n")]
    [InlineData("", "[", "")]
    [InlineData("", "a:\n- ", "")]
    [InlineData("a: |\n", "  x\n\n\n\n", "")]
    public void Twice_the_file_is_not_much_more_than_twice_the_work(string head, string part, string tail)
    {
        const int size = 1_000;
        _ = Work(size / 10);
        var small = Work(size);
        var large = Work(size * 2);

        Assert.True(large < (small * 3) + 1_000_000, $"{small:N0} bytes for {size} parts, {large:N0} for twice as many");

        long Work(int parts)
        {
            var text = head + string.Concat(Enumerable.Range(0, parts).Select(i => part.Replace("#", i.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal))) + tail;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var configuration = PomeriumConfiguration.Read(text);
            _ = PomeriumChecks.Of(configuration);
            _ = Explain.Of(configuration, Urls[0]);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
