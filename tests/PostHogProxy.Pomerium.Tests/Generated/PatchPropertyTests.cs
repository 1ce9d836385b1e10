using CsCheck;
using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Generated;

public sealed class PatchPropertyTests
{
    private static readonly long Rounds = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1" ? 20_000 : 1_000;

    private static readonly ProxyDescription UnderShop = new("shop.test", "/t7x", PostHogRegion.Eu, null);
    private static readonly ProxyDescription OnItsOwn = new("e.test", null, PostHogRegion.Eu, null);
    private static readonly ProxyDescription InTheShop = new("shop.test", "/t7x", PostHogRegion.Eu, new("http://shop:8080"));

    private static readonly Gen<ProxyDescription> Wanted = Gen.Int[0, 2].Select(i => i switch { 0 => UnderShop, 1 => OnItsOwn, _ => InTheShop });

    private static readonly Uri[] Others =
    [
        new("https://shop.test/"), new("https://shop.test/admin/x"), new("https://shop.test/t7xy"), new("https://wiki.test/static/x"),
        new("https://git.test/a/b"), new("https://docs.test/"), new("https://none.test/"),
    ];

    [Fact]
    public void However_a_file_is_written_one_piece_goes_in_and_the_rest_stays() =>
        Gen.Select(FormattedFiles.Any, Wanted).Sample(
            (file, proxy) =>
            {
                var patched = Patched(file.Text, proxy);
                var same = file.Text.Zip(patched).TakeWhile(pair => pair.First == pair.Second).Count();
                var added = patched.Length - file.Text.Length;
                Assert.True(added > 0 && patched.EndsWith(file.Text[same..], StringComparison.Ordinal), $"{file}\n-----\n{patched}");
                if (file.IsBlock)
                {
                    // Whole lines: the lines of the file, in their order, are among the lines of the result.
                    var lines = patched.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
                    Assert.True(lines.Count > 3 && IsInOrder(file.Text.TrimEnd('\r', '\n').Split('\n').Select(line => line.TrimEnd('\r')), lines), $"{file}\n-----\n{patched}");
                    Assert.True(file.Text.Contains('\r', StringComparison.Ordinal) || !patched.Contains('\r', StringComparison.Ordinal));
                }
            },
            iter: Rounds);

    [Fact]
    public void However_a_file_is_written_routes_that_stand_too_late_only_change_their_place() =>
        FormattedFiles.WithSetUp.Sample(
            file =>
            {
                var patched = Patched(file.Text, UnderShop);
                Assert.True(Lines(file.Text).SequenceEqual(Lines(patched)), $"{file}\n-----\n{patched}");

                static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).Order(StringComparer.Ordinal);
            },
            iter: Rounds);

    [Fact]
    public void Whatever_is_patched_is_refused_as_it_was_or_works() =>
        Gen.Select(GeneratedFiles.Any, Wanted).Sample(
            (text, proxy) =>
            {
                var result = PomeriumPatch.Apply(text, proxy);
                if (result.Problem is not null)
                {
                    Assert.Equal(text, result.Text);
                    Assert.True(result.Problem.Range is not { } range || (range.Start >= 0 && range.End <= text.Length));
                    return;
                }

                AssertWorks(result.Text, proxy);
                Assert.Equal(result.Text, PomeriumPatch.Apply(result.Text, proxy).Text);
            },
            iter: Rounds);

    // Counted in allocated bytes, which do not depend on the machine.
    [Theory]
    [InlineData("- from: https://h#.test # a host\n  to: http://app\n  allowed_users: [x]\n\n", "# shop\n- {from: https://shop.test, to: http://app, allowed_users: [x]}\n")]
    [InlineData("# comment #\n", "- {from: https://shop.test, to: http://app, allowed_users: [x]}\n")]
    [InlineData("- {from: https://shop.test, to: http://app, prefix: /p#/, allowed_users: [x]}\n", "- {from: https://shop.test, to: https://eu.i.posthog.com, prefix: /t7x/, prefix_rewrite: /, allow_public_unauthenticated_access: true, remove_request_headers: [Cookie]}\n")]
    public void A_long_file_takes_work_in_proportion(string part, string last)
    {
        _ = Work(100);
        var (small, large) = (Work(1_000), Work(2_000));

        Assert.True(large < (small * 3) + 1_000_000, $"{small:N0} bytes for 1,000 parts, {large:N0} for twice as many");

        long Work(int parts)
        {
            var text = "routes:\n" + string.Concat(Enumerable.Range(0, parts).Select(i => part.Replace("#.", $"{i}.", StringComparison.Ordinal).Replace("p#", $"p{i}", StringComparison.Ordinal))) + last;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var result = PomeriumPatch.Apply(text, UnderShop, TestContext.Current.CancellationToken);
            var work = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(result.Problem is null, $"{result.Problem}");
            AssertWorks(result.Text, UnderShop);
            return work;
        }
    }

    private static string Patched(string text, ProxyDescription proxy)
    {
        var result = PomeriumPatch.Apply(text, proxy);
        Assert.True(result.Problem is null, $"{result.Problem}\n{text}");
        AssertWorks(result.Text, proxy);
        Assert.Equal(result.Text, PomeriumPatch.Apply(result.Text, proxy).Text);
        var (before, after) = (PomeriumConfiguration.Read(text), PomeriumConfiguration.Read(result.Text));
        Assert.True(!PomeriumChecks.Of(after).Any(), $"{result.Text}\n{string.Join('\n', PomeriumChecks.Of(after))}");
        foreach (var url in Others)
        {
            var (was, isNow) = (Explain.Of(before, url), Explain.Of(after, url));
            Assert.Equal((was.Upstream, was.Host, was.Outcome), (isNow.Upstream, isNow.Host, isNow.Outcome));
        }

        return result.Text;
    }

    private static void AssertWorks(string text, ProxyDescription proxy)
    {
        var file = PomeriumConfiguration.Read(text);
        foreach (var (sent, host) in new[] { ("/static/array.js", "eu-assets"), ("/array/phc_x/config", "eu-assets"), ("/i/v0/e/", "eu") })
        {
            var explained = Explain.Of(file, new($"https://{proxy.Host}{proxy.Path}{sent}"));
            var expected = proxy.App is null ? $"https://{host}.i.posthog.com{sent}" : $"http://shop:8080/t7x{sent}";
            Assert.True(explained.Outcome.ToString() == "Through" && explained.Upstream == expected, $"{sent}: {explained.Why}\n{text}");
        }
    }

    private static bool IsInOrder(IEnumerable<string> some, List<string> all)
    {
        var at = 0;
        foreach (var line in some)
        {
            at = all.IndexOf(line, at) + 1;
            if (at == 0)
            {
                return false;
            }
        }

        return true;
    }
}
