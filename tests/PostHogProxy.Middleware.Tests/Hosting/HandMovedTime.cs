namespace PostHogProxy.Middleware.Tests.Hosting;

/// <summary>A clock that stands still until a test moves it.</summary>
internal sealed class HandMovedTime : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public void Move(TimeSpan by) => _ticks += by.Ticks;

    public override long GetTimestamp() => _ticks;
}
