using BenchmarkDotNet.Attributes;
using PostHogProxy.Rules.Blocking;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Benchmarks;

/// <summary>What the rules cost: a route for every request, a filter list at build time.</summary>
public class RuleBenchmarks
{
    // Rules of our own, as many and as many kinds as a full list has.
    private static readonly string List = "[Adblock Plus 2.0]\n! Title: Made up\n" + string.Join('\n', Enumerable.Range(0, 50_000).Select(i => (i % 4) switch
    {
        0 => $"||host{i}.example^",
        1 => $"/word{i}/*$script",
        2 => $"/a{i}?*^b=",
        _ => $"-name{i}.js",
    }));

    private readonly FilterList _list = FilterList.Parse(List, "made-up");

    [Benchmark(Description = "the route of an event")]
    public bool FindsARoute() => PathFamily.Of("/e/?compression=gzip-js", 3) is not null;

    [Benchmark(Description = "the route of a script")]
    public bool FindsAScript() => PathFamily.Of("/static/1.449.2/lazy-recorder.js", 32) is not null;

    [Benchmark(Description = "a list of 50,000 rules read")]
    public int ReadsAList() => FilterList.Parse(List, "made-up").Count;

    [Benchmark(Description = "a path judged by it")]
    public int JudgesAPath() => PathRules.Judge("/k3fw", [_list], "here", "seed").Count;
}
