using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Tests.Checks;

public sealed class FixTests
{
    private static IEnumerable<string> Left(string text) => PomeriumChecks.Of(PomeriumConfiguration.Read(text)).Select(finding => finding.Id).Distinct();

    // Every offered change of every case: it ends the finding, in block style, flow style and JSON alike, and doing it twice changes nothing more.
    [Fact]
    public void An_offered_change_ends_its_finding()
    {
        foreach (var (id, marked) in AccessCases.All.Concat(RoutingCases.All).Concat(SettingCases.All))
        {
            var text = MarkedText.Parse(marked).Text;
            foreach (var diagnosis in PomeriumChecks.Diagnose(PomeriumConfiguration.Read(text)).Where(diagnosis => diagnosis.Edits.Count > 0))
            {
                var before = PomeriumChecks.Of(PomeriumConfiguration.Read(text)).Count(finding => finding.Id == diagnosis.Finding.Id);
                var changed = PostHogProxy.Pomerium.Checks.Edits.TextEdit.Apply(text, diagnosis.Edits);
                var after = PomeriumChecks.Of(PomeriumConfiguration.Read(changed));

                Assert.True(
                    after.Count(finding => finding.Id == diagnosis.Finding.Id) < before && after.All(finding => finding.Id != "PHX4021"),
                    $"{id}, {diagnosis.Finding.Id}\n{text}\n{changed}\n{string.Join(' ', after.Select(finding => finding.Id))}");
            }

            var mended = PomeriumFixes.Apply(text);
            Assert.Equal(mended, PomeriumFixes.Apply(mended));
        }
    }

    [Theory]
    [InlineData("routes:\n- from: https://e.test\n  to: https://us.i.posthog.com # ingest\n  preserve_host_header: true\n", "routes:\n- from: https://e.test\n  to: https://us-assets.i.posthog.com\n  prefix: /static/\n  allow_public_unauthenticated_access: true\n  pass_identity_headers: false\n  remove_request_headers: [Cookie]\n- from: https://e.test\n  to: https://us-assets.i.posthog.com\n  prefix: /array/\n  allow_public_unauthenticated_access: true\n  pass_identity_headers: false\n  remove_request_headers: [Cookie]\n- from: https://e.test\n  to: https://us.i.posthog.com # ingest\n  remove_request_headers: [Cookie]\n  allow_public_unauthenticated_access: true\n  preserve_host_header: false\n")]
    [InlineData("{\"routes\": [{\"from\": \"https://e.test\", \"to\": \"https://us.i.posthog.com\", \"prefix\": \"/flags/\", \"allowed_users\": [\"x\"]}]}", "{\"routes\": [{\"from\": \"https://e.test\", \"to\": \"https://us.i.posthog.com\", \"allow_public_unauthenticated_access\": true, \"remove_request_headers\": [\"Cookie\"], \"prefix\": \"/flags/\"}]}")]
    [InlineData("routes:\r\n  - from: https://e.test\r\n    to: https://us.i.posthog.com\r\n    prefix: '/flags'\r\n    allow_any_authenticated_user: true\r\n    remove_request_headers:\r\n      - X-A\r\n", "routes:\r\n  - from: https://e.test\r\n    to: https://us.i.posthog.com\r\n    allow_public_unauthenticated_access: true\r\n    prefix: '/flags/'\r\n    remove_request_headers:\r\n      - X-A\r\n      - Cookie\r\n")]
    public void The_changes_are_written_as_the_file_is(string before, string after)
    {
        var text = PomeriumFixes.Apply(before);

        Assert.Equal(after, text);
        Assert.Empty(Left(text));
    }

    [Fact]
    public void A_route_that_stands_too_early_moves_with_its_comment()
    {
        const string text = "routes:\n# everything else\n- from: https://e.test\n  to: https://us.i.posthog.com\n  allow_public_unauthenticated_access: true\n  remove_request_headers: [Cookie]\n\n# scripts\n- from: https://e.test\n  to: https://us-assets.i.posthog.com\n  prefix: /static/\n  allow_public_unauthenticated_access: true\n  remove_request_headers: [Cookie]\n- from: https://e.test\n  to: https://us-assets.i.posthog.com\n  prefix: /array/\n  allow_public_unauthenticated_access: true\n  remove_request_headers: [Cookie]";

        var fixedText = PomeriumFixes.Apply(text);

        Assert.StartsWith("routes:\n\n# scripts\n", fixedText, StringComparison.Ordinal);
        Assert.EndsWith("\n# everything else\n- from: https://e.test\n  to: https://us.i.posthog.com\n  allow_public_unauthenticated_access: true\n  remove_request_headers: [Cookie]", fixedText, StringComparison.Ordinal);
        Assert.Empty(Left(fixedText));
    }

    // A change there would reach routes the finding is not about.
    [Theory]
    [InlineData("x: &x {preserve_host_header: true}\nroutes:\n- {from: https://e.test, to: https://us.i.posthog.com, prefix: /flags/, allow_public_unauthenticated_access: true, remove_request_headers: [Cookie], <<: *x}\n")]
    [InlineData("x: &x {from: https://e.test, to: https://us.i.posthog.com, prefix: /flags/, allow_public_unauthenticated_access: true, remove_request_headers: [Cookie], preserve_host_header: true}\nroutes: [*x]\n")]
    public void What_an_alias_brought_in_is_not_changed(string text)
    {
        var diagnosis = Assert.Single(PomeriumChecks.Diagnose(PomeriumConfiguration.Read(text)));

        Assert.Equal("PHX4010", diagnosis.Finding.Id);
        Assert.Empty(diagnosis.Edits);
        Assert.Null(diagnosis.Finding.Replacement);
    }

    // A from that only quotes can hold comes back in the quotes of the place it is written to.
    [Theory]
    [InlineData("routes: [{from: 'https://it''s.test', to: https://us.i.posthog.com, allow_public_unauthenticated_access: true, remove_request_headers: [Cookie]}]\n", "from: \"https://it's.test\"")]
    [InlineData("routes: [{from: 'it''s.test', to: https://us.i.posthog.com, prefix: /flags/, allow_public_unauthenticated_access: true, remove_request_headers: [Cookie]}]\n", "from: 'https://it''s.test'")]
    [InlineData("routes: [{from: \"it\\\"s.test\", to: https://us.i.posthog.com, prefix: /flags/, allow_public_unauthenticated_access: true, remove_request_headers: [Cookie]}]\n", "from: \"https://it\\\"s.test\"")]
    public void A_text_in_quotes_is_written_as_those_quotes_want_it(string before, string written)
    {
        var text = PomeriumFixes.Apply(before);

        Assert.Contains(written, text, StringComparison.Ordinal);
        Assert.Empty(Left(text));
    }

    [Fact]
    public void A_change_of_one_place_is_the_findings_replacement()
    {
        var finding = Assert.Single(PomeriumChecks.Of(PomeriumConfiguration.Read(
            "routes: [{from: https://e.test, to: https://us.i.posthog.com, prefix: /flags/, policy: {allow: {or: [{public: true}]}}, remove_request_headers: [Cookie]}]\n")));

        Assert.Equal(("PHX4001", "accept: true"), (finding.Id, finding.Replacement));
    }
}
