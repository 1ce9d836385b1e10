using System.Text.Json;

namespace PostHogProxy.Testing;

/// <summary>One event that PostHog would have ingested: of a known project, in that project's region.</summary>
public sealed record StandInEvent
{
    /// <summary>Its name, such as <c>$pageview</c>.</summary>
    public required string Event { get; init; }

    /// <summary>The id that the client gave it; PostHog recognizes a repeated event by it.</summary>
    public string? Uuid { get; init; }

    /// <summary>Whose event it is.</summary>
    public string? DistinctId { get; init; }

    /// <summary>The token of the project that it is for.</summary>
    public required string Token { get; init; }

    /// <summary>The event as the client wrote it, after decompression.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>When PostHog would say that it happened.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>By how much PostHog would move the items of a recording; zero for everything else.</summary>
    public TimeSpan RecordingShift { get; init; }

    /// <summary>The <see cref="StandInRequest.Sequence"/> of the request that brought it.</summary>
    public long RequestSequence { get; init; }
}
