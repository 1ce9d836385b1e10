using CsCheck;
using PostHogProxy.Rules.Aliases;
using PostHogProxy.Rules.Tests.Blocking;

namespace PostHogProxy.Rules.Tests.Aliases;

/// <summary>The function as JavaScript runs it.</summary>
public sealed class RewriteFunctionTests
{
    private static readonly int Urls = PublishedLists.IsLongRun ? 50_000 : 5_000;

    // As posthog-js 1.449.2 calls it (utils/request-router): with a URL object of the resolved address, and it takes what toString() says.
    private const string Caller =
        """
        import { readFileSync } from 'node:fs';
        const cases = JSON.parse(readFileSync(0, 'utf8'));
        const answers = cases.map(({ expression, page, base, urls }) => {
          const rewrite = new Function('document', `return ${expression}`)({ baseURI: page });
          return urls.map(url => {
            const resolved = new URL(url, page);
            return { path: resolved.pathname, before: resolved.href, after: rewrite(resolved).toString() };
          });
        });
        console.log(JSON.stringify(answers));
        """;

    // What clients ask for, and paths nobody asks for.
    private static readonly Gen<string> AnyTarget = Gen.OneOf(
        Gen.Int[0, KnownTargets.All.Count - 1].Select(i => KnownTargets.All[i]),
        Gen.Select(Gen.Char[' ', '\u00ff'].Array[0, 30], Gen.Bool, (text, hasQuery) => $"/{new string(text)}{(hasQuery ? "?token=phc_x&a=%41+b" : "")}"),
        Gen.String.Select(text => "/" + text));

    [Fact]
    public async Task JavaScript_and_the_proxy_agree_on_every_url()
    {
        (string Page, string ApiHost, string Base)[] set_ups =
        [
            ("https://shop.example/basket?x=1", "/ingest-x1", "https://shop.example/ingest-x1"),
            ("https://shop.example/basket", " /shop/k3fw/ ", "https://shop.example/shop/k3fw"),
            ("https://shop.example/", "https://e.shop.example", "https://e.shop.example"),
            ("https://shop.example/", "https://e.shop.example:8443/", "https://e.shop.example:8443"),
            ("https://shop.example/", "/caf\u00e9 \"</script>", "https://shop.example/caf%C3%A9%20%22%3C/script%3E"),
        ];
        var targets = new List<string>();
        AnyTarget.Sample(targets.Add, iter: Urls / set_ups.Length, threads: 1);
        var proxies = set_ups.Select((setUp, i) => PathAliases.For(setUp.ApiHost, "Shop" + i)).ToList();

        var answers = await NodeProgram.RunAsync<List<List<Rewritten>>>(
            Caller,
            set_ups.Select((setUp, i) => new
            {
                expression = RewriteFunction.Expression(proxies[i], setUp.ApiHost),
                page = setUp.Page,
                urls = targets.Select(target => setUp.Base + target),
            }),
            TestContext.Current.CancellationToken);

        for (var i = 0; i < set_ups.Length; i++)
        {
            var start = set_ups[i].Base;
            Assert.Equal(targets.Count, answers[i].Count);
            foreach (var answer in answers[i])
            {
                // Dots in what was made up may lead out of the proxy.
                var isBelow = answer.Before.StartsWith(start + "/", StringComparison.Ordinal);
                Assert.Equal(isBelow ? start + ToAlias(proxies[i], answer.Before[start.Length..]) : answer.Before, answer.After);
            }

            Assert.True(answers[i].Count(answer => answer.After != answer.Before) > targets.Count / 2);
        }
    }

    [Theory]
    [InlineData("https://eu-assets.i.posthog.com/static/1.449.2/surveys.js")]
    [InlineData("https://shop.example/other/static/1.449.2/surveys.js")]
    [InlineData("https://shop.example/ingest-x1")]
    [InlineData("https://shop.example/ingest-x10/e/")]
    [InlineData("http://shop.example/ingest-x1/e/")]
    [InlineData("https://shop.example:8443/ingest-x1/e/")]
    public async Task What_is_not_below_the_proxy_keeps_its_name(string url)
    {
        var expression = RewriteFunction.Expression(PathAliases.For("/ingest-x1", "Shop"), "/ingest-x1");

        var answers = await NodeProgram.RunAsync<List<List<Rewritten>>>(
            Caller, (object[])[new { expression, page = "https://shop.example/", urls = (string[])[url] }], TestContext.Current.CancellationToken);

        Assert.Equal(url, answers[0][0].After);
    }

    [Theory]
    [InlineData("/ingest-x1")]
    [InlineData("/</script><!--\u2028\"'&")]
    public void The_expression_can_stand_in_a_page(string apiHost)
    {
        var expression = RewriteFunction.Expression(PathAliases.For("/ingest-x1", "Shop"), apiHost);
        Assert.DoesNotContain('<', expression);
        Assert.DoesNotContain('\u2028', expression);
        Assert.DoesNotContain("-->", expression, StringComparison.Ordinal);
        Assert.InRange(expression.Length, 1, 900);
    }

    // The expectation is the C# half, which other tests hold to its own inverse. A fragment is no part of a request.
    private static string ToAlias(PathAliases aliases, string target)
    {
        var fragment = target.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0 ? hash : target.Length;
        return aliases.ToAlias(target[..fragment]) + target[fragment..];
    }

    private sealed record Rewritten(string Path, string Before, string After);
}
