using System.Globalization;

namespace PostHogProxy.Uploads;

/// <summary>The most that a process needed, in bytes.</summary>
/// <param name="WorkingSet">What the operating system gave it: heap, code, stacks and native memory.</param>
/// <param name="Pool">What of it Kestrel held for what it had received and nobody had read.</param>
internal sealed record MemoryPeak(long WorkingSet, long Pool)
{
    /// <summary>As one line from process to process.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{WorkingSet} {Pool}");

    public static MemoryPeak Parse(string line) =>
        line.Split(' ') is [var workingSet, var pool]
            ? new(long.Parse(workingSet, CultureInfo.InvariantCulture), long.Parse(pool, CultureInfo.InvariantCulture))
            : throw new FormatException($"The app said '{line}' instead of its peak.");
}
