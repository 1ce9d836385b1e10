using CsCheck;
using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Tests.Blocking;

public sealed class BlockingPropertyTests
{
    // Made of what rules are made of, so that most lines mean something.
    private static readonly Gen<string> Line = Gen.OneOf(
        "/", "*", "^", "|", "||", "$", ",", "~", "=", "@@", "!", "#", "##", "!#if ", "!#else", "!#endif", "(", ")", "[", "]", "{", "}", "+", "?", "\\",
        "\\d", ".", "-", "&", "zap", "e", "s", "flags", "ip=", "script", "xhr", "ping", "1p", "3p", "domain", "important", "badfilter", "match-case",
        "ext_ublock", "&&", " ", "é", "\0", "shop", "example", "https://").Array[0, 12].Select(parts => string.Concat(parts));

    private static readonly Gen<string> Path = Gen.OneOf("/", "zap", "e", "s", "ingest", "flags", ".", "-", "%", "ZAP", "?", "é", "[", "\0")
        .Array[0, 8].Select(parts => "/" + string.Concat(parts));

    [Fact]
    public void Whatever_stands_in_a_list_a_path_gets_its_verdict() =>
        Gen.Select(Line.Array[0, 30], Path).Sample((lines, path) =>
        {
            var list = FilterList.Parse(string.Join('\n', lines), "x");
            _ = Blockers.OfPath(path, [list]);
            _ = Blockers.OfHost(path, [list]);
        }, iter: 1_000);

    [Fact]
    public void Any_text_is_a_list_and_any_text_a_path() =>
        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((text, path, host) =>
        {
            var list = FilterList.Parse(text, "x");
            _ = Blockers.KnownOfPath(path, [list]);
            _ = Blockers.KnownOfHost(host, [list]);
            _ = Blockers.OfPath(path, []);
        }, iter: 1_000);

    // Regular expressions aside, whose classes a change of case would turn round (\d, \D).
    [Fact]
    public void The_case_of_a_rule_without_match_case_does_not_matter() =>
        Gen.Select(Line.Where(line => !line.Contains('\\', StringComparison.Ordinal) && !line.StartsWith('!')), Path).Sample((line, path) =>
        {
            var cut = line.IndexOf('$', StringComparison.Ordinal);
            var (pattern, options) = cut < 0 ? (line, "") : (line[..cut], line[cut..]);
            return options.Contains("match-case", StringComparison.Ordinal)
                || Blocks(pattern + options, path) == Blocks(pattern.ToUpperInvariant() + options, path);
        }, iter: 20_000);

    [Fact]
    public void The_case_of_a_path_matters_only_to_match_case() =>
        Gen.Select(Line, Path).Sample((line, path) =>
            line.Contains("match-case", StringComparison.Ordinal) || Blocks(line, path) == Blocks(line, path.ToUpperInvariant()), iter: 20_000);

    [Fact]
    public void A_rule_is_found_however_many_stand_beside_it() =>
        Gen.Select(Line.Where(line => !line.Contains("important", StringComparison.Ordinal) && !line.StartsWith('!')), Line.Where(IsPlain).Array[0, 40], Path)
            .Sample((line, others, path) =>
            {
                // What blocks alone blocks among others too: only exceptions and badfilter take anything back.
                return !Blocks(line, path) || Blocks(string.Join('\n', [.. others, line]), path);
            }, iter: 20_000);

    [Fact]
    public void A_long_line_costs_no_more_than_its_length()
    {
        // Time is not asserted: quadratic reading of these would outlast the run's limit.
        const int Length = 2_000_000;
        string[] lines =
        [
            new('a', Length), "/" + new string('(', Length), "/" + new string('[', Length) + "/", new('$', Length), new('#', Length), new('*', Length),
            new('^', Length), "!#if " + new string('!', Length), "!#if " + new string('(', Length), "/zap/*$" + new string(',', Length),
            "/zap/*$domain=" + string.Join('|', Enumerable.Repeat("~a.b", Length / 5)), "! Title: " + new string(':', Length), "||" + new string('.', Length),
            "/" + new string('x', Length) + "/", "/" + new string('(', 2000) + "!!" + new string(')', 2000) + "/", "/" + new string('(', Length) + new string(')', Length) + "/",
            "/" + string.Concat(Enumerable.Repeat("a*", 500)) + "!!", "/" + string.Concat(Enumerable.Repeat("(a*)*", 300)) + "!/",
        ];
        var list = FilterList.Parse(string.Join('\n', lines), "x");

        var verdict = Blockers.OfPath("/zap/" + new string('a', 10_000), [list]);

        // Of all these only one is a rule.
        Assert.Equal(ClientRequests.All.Count, verdict.BecauseOfPath.Count);
        Assert.All(verdict.BecauseOfPath, blocked => Assert.StartsWith("/zap/*$domain=~a.b|", blocked.Rule, StringComparison.Ordinal));
    }

    private static bool IsPlain(string line) =>
        !line.StartsWith("@@", StringComparison.Ordinal) && !line.StartsWith('!') && !line.Contains("badfilter", StringComparison.Ordinal);

    private static bool Blocks(string text, string path) => Blockers.Find(
        new("www.shop.example", path, RequestKinds.Xhr, "POST", isPageHost: true), [FilterList.Parse(text, "x")]) is not null;
}
