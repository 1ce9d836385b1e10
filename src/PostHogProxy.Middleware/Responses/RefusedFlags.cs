using Microsoft.Extensions.Logging;
using PostHogProxy.Rules.Routes;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Responses;

/// <summary>
/// Notices that PostHog refuses one flags request after the other: the one sign in visitors' traffic that the project is of the other
/// region. Anybody can send a wrong token, so it takes a burst, ends in a log line, and touches no health status.
/// </summary>
internal sealed class RefusedFlags(ILogger logger, TimeProvider time)
{
    private const int Unauthorized = 401;
    private const int Burst = 10;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();

    // When the latest were, in a ring: the oldest of a burst stands where the next will be written.
    private readonly long[] _times = new long[Burst];
    private long _count;
    private long? _told;

    public void Look(RouteKind kind, int status)
    {
        if (kind == RouteKind.Flags && status == Unauthorized && IsBurst())
        {
            logger.FlagsRefused(Burst);
        }
    }

    private bool IsBurst()
    {
        lock (_gate)
        {
            _times[_count++ % Burst] = time.GetTimestamp();
            if (_count < Burst
                || time.GetElapsedTime(_times[_count % Burst]) > Window
                || (_told is { } told && time.GetElapsedTime(told) < Silence))
            {
                return false;
            }

            _told = time.GetTimestamp();
            return true;
        }
    }
}
