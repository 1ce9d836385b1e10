using System.Globalization;

namespace PostHogProxy.Uploads;

/// <summary>What a process needed, in bytes.</summary>
/// <param name="AtRest">Its working set after one small upload: the runtime, and the code of what is measured.</param>
/// <param name="Peak">The largest working set: heap, code, stacks and native memory.</param>
/// <param name="Pool">The most that Kestrel held for what it had received and nobody had read.</param>
internal sealed record MemoryPeak(long AtRest, long Peak, long Pool)
{
    public long Growth => Peak - AtRest;

    /// <summary>As one line from process to process.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{AtRest} {Peak} {Pool}");

    public static MemoryPeak Parse(string line) =>
        line.Split(' ') is [var atRest, var peak, var pool] ? new(Bytes(atRest), Bytes(peak), Bytes(pool))
            : throw new FormatException($"The app said '{line}' instead of its peak.");

    private static long Bytes(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
