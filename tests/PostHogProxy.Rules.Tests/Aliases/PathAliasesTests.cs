using CsCheck;
using PostHogProxy.Rules.Aliases;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Rules.Tests.Aliases;

public sealed class PathAliasesTests
{
    private static readonly PathAliases Aliases = PathAliases.For("/ingest-x1", "Shop");

    private static readonly Gen<PathAliases> AnyAliases = Gen.Select(Gen.String, Gen.String, PathAliases.For);

    // What PostHog's paths are made of; what else a browser leaves in a path; anything.
    private static readonly Gen<string> AnyPath = Gen.OneOf(
        Gen.Char["abcdefghijklmnopqrstuvwxyz0123456789-._/"].Array[0, 60],
        Gen.Char[PathAliases.Letters].Array[0, 60],
        Gen.Char.Where(c => c != '?').Array[0, 20]).Select(rest => "/" + new string(rest));

    private static readonly Gen<string> AnyQuery = Gen.OneOf(
        Gen.Const(""), Gen.Const("?"), Gen.Const("?v=2"), Gen.String.Select(text => "?" + text));

    // Written down once: another alphabet would lose what pages that are already open send.
    [Theory]
    [InlineData("/e/", "/m3rkfgw")]
    [InlineData("/i/v0/e/?retry_count=1", "/m3rkfRwQSwgw?retry_count=1")]
    [InlineData("/static/1.449.2/dead-clicks-autocapture.js", "/m3rkfF6T6RtwsG44LGXwpgTpZtJRtBFZTf6rtT96fVgGqF")]
    [InlineData("/array/phc_StandInDemoEu/config.js", "/m3rkfTVVThw9WtxMr6T8pMg85g2rMTfwtr8CRNGqF")]
    public void A_path_has_the_same_alias_in_every_version(string target, string alias) => Assert.Equal(alias, Aliases.ToAlias(target));

    [Fact]
    public void The_aliases_of_a_proxy_are_read_from_its_module()
    {
        var read = PathAliases.Read(RewriteFunction.Module(Aliases));

        Assert.Equal((Aliases.Name, Aliases.Alphabet), (read?.Name, read?.Alphabet));
    }

    [Theory]
    [InlineData("")]
    [InlineData("export default 1;")]
    [InlineData("\")")]
    [InlineData("<!doctype html><a onclick=\"go(\"x\")\">")]
    public void What_is_no_module_of_a_proxy_has_no_aliases(string module) => Assert.Null(PathAliases.Read(module));

    [Fact]
    public void A_module_with_another_alphabet_than_a_proxys_has_no_aliases()
    {
        var module = RewriteFunction.Module(Aliases);

        Assert.Null(PathAliases.Read(module.Replace(Aliases.Alphabet, Aliases.Alphabet[1..], StringComparison.Ordinal)));
        Assert.Null(PathAliases.Read(module.Replace(Aliases.Alphabet, Aliases.Alphabet[1..] + Aliases.Alphabet[1], StringComparison.Ordinal)));
        Assert.Null(PathAliases.Read(module.Replace($"\"{Aliases.Name}\"", "\"\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_path_comes_back_from_its_alias() =>
        Gen.Select(AnyAliases, AnyPath, AnyQuery).Sample((aliases, path, query) =>
        {
            var alias = aliases.ToAlias(path + query);
            Assert.EndsWith(query, alias, StringComparison.Ordinal);
            Assert.True(aliases.IsAlias(alias, alias.Length - query.Length));
            Assert.Equal(path + query, aliases.ToTarget(alias, alias.Length - query.Length));
        });

    [Fact]
    public void Whatever_is_taken_for_an_alias_is_the_alias_of_what_comes_of_it()
    {
        var accepted = 0;
        Gen.Select(AnyAliases, Gen.OneOf(Gen.Char["bcdfghjkmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ123456789"], Gen.Char[" -./%?abc\u00e9"]).Array[0, 12], AnyQuery).Sample((aliases, rest, query) =>
        {
            var path = $"/{aliases.Name}{new string(rest).Replace("?", "", StringComparison.Ordinal)}";
            if (aliases.ToTarget(path + query, path.Length) is { } target)
            {
                Interlocked.Increment(ref accepted);
                Assert.Equal(path + query, aliases.ToAlias(target));
            }
        });
        Assert.True(accepted > 0);
    }

    [Fact]
    public void An_alias_is_one_plain_segment_without_vowels_that_no_row_of_the_table_knows() =>
        Gen.Select(AnyAliases, Gen.Int[0, KnownTargets.All.Count - 1].Select(i => KnownTargets.All[i])).Sample((aliases, target) =>
        {
            var alias = aliases.ToAlias(target);
            Assert.Matches("^/[b-df-hj-np-tv-xzB-DF-HJ-NP-TV-XZ1-9]{6,}$", alias.Split('?')[0]);
            Assert.Same(ClientRoutes.Unknown, ClientRoutes.Find(alias.Split('?')[0]));
            Assert.Null(aliases.ToTarget(target, target.Split('?')[0].Length));
        });

    [Fact]
    public void No_two_targets_share_an_alias()
    {
        var targets = KnownTargets.All.Distinct().ToList();
        Assert.Equal(targets.Count, targets.Select(Aliases.ToAlias).Distinct().Count());
    }

    [Theory]
    [InlineData("/other", "Shop")]
    [InlineData("/ingest-x1", "Store")]
    public void Another_path_or_another_app_has_other_names(string path, string app)
    {
        var others = PathAliases.For(path, app);
        Assert.NotEqual(others.Name, Aliases.Name);
        Assert.NotEqual(others.Alphabet, Aliases.Alphabet);
        Assert.Null(others.ToTarget(Aliases.ToAlias("/e/"), Aliases.ToAlias("/e/").Length));
    }

    [Theory]
    [InlineData("/ingest-x1/")]
    [InlineData("ingest-x1")]
    public void A_path_is_the_same_with_and_without_its_slashes(string path) =>
        Assert.Equal(Aliases.ToAlias("/e/"), PathAliases.For(path, "Shop").ToAlias("/e/"));

    [Fact]
    public void The_files_of_the_browsers_half_are_no_alias_of_anything() =>
        Assert.All([Aliases.Module, Aliases.Script, Aliases.Types], file =>
        {
            Assert.True(Aliases.IsAlias(file, file.Length));
            Assert.Null(Aliases.ToTarget(file, file.Length));
        });
}
