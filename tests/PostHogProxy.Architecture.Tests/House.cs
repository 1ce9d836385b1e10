using PostHogProxy.Architecture.Tests.Reading;

namespace PostHogProxy.Architecture.Tests;

/// <summary>The house as it is meant: each project with its rooms, the upper before the lower. An arrow points down this list, never up.</summary>
internal static class House
{
    public static readonly IReadOnlyList<Floor> Floors =
    [
        new("samples/Storefront", "net10.0", "Storefront")
        {
            Uses = ["PostHogProxy.Testing", "PostHogProxy.Outbox.Sqlite", "PostHogProxy.Outbox", "PostHogProxy.Middleware", "PostHogProxy.Verification", "PostHogProxy.Rules"],
            Rooms = [Rooms.Ground, "Demo"],
        },
        new("src/PostHogProxy.Tool", "net10.0", "PostHogProxy.Tool")
        {
            Assembly = "posthog-proxy",
            Uses =
            [
                "PostHogProxy.Pomerium", "PostHogProxy.Testing", "PostHogProxy.Outbox.Sqlite", "PostHogProxy.Outbox", "PostHogProxy.Middleware", "PostHogProxy.Verification",
                "PostHogProxy.Rules",
            ],
            Rooms = ["Commands", "Names", "Printing", "Outbox", Rooms.Ground],
        },
        new("src/PostHogProxy.Aspire.Hosting", "net10.0", "PostHogProxy.Aspire.Hosting")
        {
            Uses = ["PostHogProxy.Testing"],
            Rooms = [Rooms.Ground],
        },
        new("src/PostHogProxy.OpenTelemetry", "net10.0", "PostHogProxy.OpenTelemetry")
        {
            Uses = ["PostHogProxy.Middleware"],
            Rooms = [Rooms.Ground],
        },
        new("src/PostHogProxy.Testing", "net10.0", "PostHogProxy.Testing")
        {
            Uses = ["PostHogProxy.Middleware", "PostHogProxy.Verification", "PostHogProxy.Rules"],
            Rooms = ["Panel", "Server", "Ingest", "Assets", "Demo", "Hosts", "Edge", "Journal", Rooms.Ground],
        },
        new("src/PostHogProxy.Outbox.Redis", "net10.0", "PostHogProxy.Outbox.Redis")
        {
            Uses = ["PostHogProxy.Outbox", "PostHogProxy.Middleware", "PostHogProxy.Verification", "PostHogProxy.Rules"],
            Rooms = [Rooms.Ground],
        },
        new("src/PostHogProxy.Outbox.Sqlite", "net10.0", "PostHogProxy.Outbox.Sqlite")
        {
            Uses = ["PostHogProxy.Outbox", "PostHogProxy.Middleware", "PostHogProxy.Verification", "PostHogProxy.Rules"],
            Rooms = [Rooms.Ground],
        },
        new("src/PostHogProxy.Outbox", "net10.0", "PostHogProxy.Outbox")
        {
            Uses = ["PostHogProxy.Middleware", "PostHogProxy.Verification", "PostHogProxy.Rules"],
            Rooms = ["Hosting", "Sending", "Erasing", "Protection", "Times", "Stores", Rooms.Ground],
        },
        new("src/PostHogProxy.Middleware", "net10.0", "PostHogProxy")
        {
            Uses = ["PostHogProxy.Http2", "PostHogProxy.Verification", "PostHogProxy.Rules"],
            Rooms =
            [
                "Page", "Buffers", "Mapping", "Startup", "Health", "Components",
                "Options",
                "Admission", "Admission/Visitors", "Admission/Targets",
                "Bodies",
                "Payloads",
                "Keeping",
                "Caching",
                "Forwarding", "Forwarding/Transports", "Forwarding/Messages", "Forwarding/Contents", "Forwarding/Headers", "Forwarding/Connecting",
                "Responses",
                "Snippet",
                "Telemetry",
                Rooms.Ground,
            ],
        },
        new("src/PostHogProxy.Http2", "net10.0", "PostHogProxy.Http2")
        {
            Uses = [],
            Rooms = ["Pooling", "Connections", "Streams", "Hpack", "Framing"],
        },
        new("analyzers/PostHogProxy.CodeFixes", "netstandard2.0", "PostHogProxy.CodeFixes")
        {
            Uses = ["PostHogProxy.Analyzers", "PostHogProxy.Rules"],
            Rooms = [Rooms.Ground],
        },
        new("analyzers/PostHogProxy.Analyzers", "netstandard2.0", "PostHogProxy.Analyzers")
        {
            Uses = ["PostHogProxy.Pomerium", "PostHogProxy.Rules"],
            Rooms = ["Client", "Pomerium", "Proxies", "Settings", Rooms.Ground, "Sdk", "Endpoints", "Files"],
        },
        new("src/PostHogProxy.Build", "netstandard2.0", "PostHogProxy.Build") { Uses = ["PostHogProxy.Rules"], Rooms = [Rooms.Ground] },
        new("src/PostHogProxy.Verification", "net10.0", "PostHogProxy.Verification")
        {
            Uses = ["PostHogProxy.Rules"],
            Rooms = ["Checks", "Obstacles", "Questions", Rooms.Ground],
        },
        new("src/PostHogProxy.Pomerium", "net10.0", "PostHogProxy.Pomerium") { Uses = ["PostHogProxy.Rules"], Rooms = PomeriumRooms() },
        new("src/PostHogProxy.Pomerium", "netstandard2.0", "PostHogProxy.Pomerium") { Uses = ["PostHogProxy.Rules"], Rooms = PomeriumRooms() },
        new("src/PostHogProxy.Rules", "net10.0", "PostHogProxy.Rules") { Uses = [], Rooms = RulesRooms() },
        new("src/PostHogProxy.Rules", "netstandard2.0", "PostHogProxy.Rules") { Uses = [], Rooms = RulesRooms() },
    ];

    private static string[] RulesRooms() =>
        ["Judging", "Client", "Settings", "Aliases", "Blocking", "Routes", "Hosts", "Findings", Rooms.Ground];

    private static string[] PomeriumRooms() =>
        ["Writing", "Importing", "Apps", "Checks", "Checks/Edits", "Routing", "Policies", "FileKinds", "Reading", "Reading/Shapes", "Values", "Yaml", Rooms.Ground];
}

/// <summary>One project, for one of its frameworks.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Framework">What it is compiled for.</param>
/// <param name="RootNamespace">The namespace of its top folder.</param>
internal sealed record Floor(string Folder, string Framework, string RootNamespace)
{
    public string Name => Path.GetFileName(Folder);

    public string? Assembly { get; init; }

    /// <summary>The projects below, all that it may name.</summary>
    public required IReadOnlyList<string> Uses { get; init; }

    /// <summary>Its folders, the upper before the lower.</summary>
    public required IReadOnlyList<string> Rooms { get; init; }

    /// <summary>The project's own output, of the configuration these tests were built in.</summary>
    public string File => Repository.File($"{Folder}/bin/{Configuration}/{Framework}/{Assembly ?? Name}.dll");

    public ReadProject Read() => new(File, Folder, RootNamespace);

    public override string ToString() => $"{Name} ({Framework})";

    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
