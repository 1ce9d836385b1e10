using PostHogProxy.Tests;

namespace PostHogProxy.Middleware.Tests.Faults;

/// <summary>What is asked, and which of the two hosts are ill.</summary>
internal enum Column
{
    Script,
    ScriptOfNone,
    Event,
    Replay,
}

internal static class FaultTable
{
    public static readonly IReadOnlyList<Fault> Rows =
    [
        .. ConnectionFaults.All, .. Http1HeadFaults.All, .. Http1BodyFaults.All, .. StatusFaults.All, .. Http2StreamFaults.All, .. Http2ConnectionFaults.All,
    ];

    /// <summary>What is expected of the transport that is tested.</summary>
    public static Cell Expected(this Fault fault, Column column) =>
        (TransportUnderTest.IsHandler ? fault.ThroughHandler ?? fault : fault).Of(column);

    public static Cell Of(this Fault fault, Column column) => column switch
    {
        Column.Script => fault.Script,
        Column.ScriptOfNone => fault.ScriptOfNone,
        Column.Event => fault.Event,
        _ => fault.Replay,
    };
}
