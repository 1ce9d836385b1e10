namespace PostHogProxy;

/// <summary>When a request of a visitor's is kept.</summary>
public enum PostHogOutboxMode
{
    /// <summary>Nothing is kept.</summary>
    Off = 0,

    /// <summary>What PostHog does not take is kept: no connection, no answer in time, 408, 429 or 5xx.</summary>
    OnFailure = 1,

    /// <summary>Everything is kept first, answered, and then sent. A request that is on its way when the app is killed is not lost either.</summary>
    WriteAhead = 2,
}

/// <summary>What the outbox takes. Flags, scripts and remote config are never kept: an answer that comes later helps nobody.</summary>
[Flags]
public enum PostHogOutboxContent
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Events.</summary>
    Events = 1,

    /// <summary>Session recordings.</summary>
    Replay = 2,

    /// <summary>Logs and metrics.</summary>
    Logs = 4,

    /// <summary>All of these.</summary>
    All = Events | Replay | Logs,
}

/// <summary>
/// The outbox: how much is kept of what PostHog does not take, how long, and how it is sent. Section <c>PostHogProxy:Outbox</c>.
/// </summary>
/// <example>
/// <code>
/// builder.Services.AddPostHogProxy().AddSqliteOutbox(options => options.Path = "/var/lib/shop/posthog-outbox.db");
/// </code>
/// </example>
public sealed class PostHogOutboxOptions
{
    /// <summary>When a request is kept. <see cref="PostHogOutboxMode.OnFailure"/> by default.</summary>
    public PostHogOutboxMode Mode { get; set; } = PostHogOutboxMode.OnFailure;

    /// <summary>What is kept. <see cref="PostHogOutboxContent.All"/> by default.</summary>
    public PostHogOutboxContent Include { get; set; } = PostHogOutboxContent.All;

    /// <summary>
    /// The file of the SQLite outbox, on a local disk. By default <c>posthog-outbox.db</c> in a folder of the app's name below the user's local
    /// application data. A relative path is relative to the app's content root.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>How many bytes may be kept; above it, a visitor gets PostHog's failure, and posthog-js keeps the events itself. 1 GiB by default.</summary>
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>How much of <see cref="MaxBytes"/> recordings may take, from 0 to 1. 0.5 by default.</summary>
    public double MaxReplayShare { get; set; } = 0.5;

    /// <summary>The longest body that is kept, in bytes. A longer one streams to PostHog, and is not kept. 25 MiB by default, PostHog's own limit.</summary>
    public int MaxEntryBytes { get; set; } = 25 << 20;

    /// <summary>
    /// How long a request is kept at most; then it is deleted, whether PostHog is back or not. 24 hours by default, which is also the age at which
    /// PostHog changes the time of logs.
    /// </summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Nothing is kept while the disk has less room than this, in bytes. 512 MiB by default.</summary>
    public long MinFreeDisk { get; set; } = 512L << 20;

    /// <summary>Whether a full outbox deletes what is oldest for what is new. By default it takes nothing new.</summary>
    public bool DropOldestWhenFull { get; set; }

    /// <summary>
    /// Whether a request that was answered survives a loss of power too, and not only the end of the app or of the system. Costs one more write to
    /// the disk a commit. Default false.
    /// </summary>
    public bool SurvivePowerLoss { get; set; }

    /// <summary>How long PostHog may take to answer before a request is kept. 15 seconds by default; posthog-js gives up after 60.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many kept requests are on their way at once. 8 by default.</summary>
    public int MaxConcurrency { get; set; } = 8;

    /// <summary>How often a request may fail, while others pass, before it is put aside as a dead letter. 10 by default.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>How many bytes of dead letters are kept; the oldest are deleted first. 64 MiB by default.</summary>
    public long DeadLetterMaxBytes { get; set; } = 64L << 20;

    /// <summary>
    /// Whether what is kept is encrypted with the app's Data Protection keys. They must be kept too: without them, nothing can be sent. Default false.
    /// </summary>
    public bool Protect { get; set; }

    /// <summary>
    /// Whether events get absolute times before the first attempt, too. PostHog may have taken an event although its answer never came; then the second
    /// attempt has the same time to the millisecond, and PostHog can merge both. Each body of events is unpacked and packed again for it. Default false.
    /// </summary>
    public bool NormalizeTimestamps { get; set; }

    /// <summary>Apps that start together do not all send together: each waits a random part of this first.</summary>
    internal TimeSpan? LongestStart { get; set; }
}
