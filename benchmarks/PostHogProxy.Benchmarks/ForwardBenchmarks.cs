using BenchmarkDotNet.Attributes;

namespace PostHogProxy.Benchmarks;

/// <summary>Whole requests over a connection: what ours allocate beyond an endpoint that answers itself.</summary>
public class ForwardBenchmarks
{
    private static readonly byte[] Floor = LoopbackShop.Event("/floor/e/?compression=gzip-js");
    private static readonly byte[] Event = LoopbackShop.Event("/k3fw/e/?compression=gzip-js");
    private static readonly byte[] FloorScript = LoopbackShop.Script("/floor/static/array.js");
    private static readonly byte[] Script = LoopbackShop.Script("/k3fw/static/array.js");
    private static readonly byte[] Conditional = LoopbackShop.Script("/k3fw/static/array.js", "\"k\"");

    private LoopbackShop? _shop;

    [GlobalSetup]
    public void Open()
    {
        _shop = new();
        _shop.Exchange(Script);
    }

    [GlobalCleanup]
    public void Close() => _shop?.Dispose();

    [Benchmark(Baseline = true, Description = "an endpoint that answers itself")]
    public int AnswersItself() => _shop!.Exchange(Floor);

    [Benchmark(Description = "an event forwarded")]
    public int ForwardsAnEvent() => _shop!.Exchange(Event);

    [Benchmark(Description = "an endpoint that writes array.js")]
    public int WritesTheScript() => _shop!.Exchange(FloorScript);

    [Benchmark(Description = "array.js from the cache")]
    public int Hits() => _shop!.Exchange(Script);

    [Benchmark(Description = "array.js, not modified")]
    public int HitsUnmodified() => _shop!.Exchange(Conditional);
}
