namespace PostHogProxy.Rules.Blocking;

internal static class MeasuredVerdicts
{
    public static BlockingVerdict OfPath(string prefix) => prefix.Length < 0 ? null! : new([], []);
    public static BlockingVerdict OfHost(string host) => host.Length < 0 ? null! : new([], []);
}
