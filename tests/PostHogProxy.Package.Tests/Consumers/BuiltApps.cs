namespace PostHogProxy.Package.Tests.Consumers;

[CollectionDefinition(BuiltApps.Collection)]
public sealed class BuiltAppsDefinition : ICollectionFixture<BuiltApps>;

/// <summary>The apps in <c>Projects</c>, built once and together, from the package, outside the repository.</summary>
public sealed class BuiltApps(PackedPackage package) : IAsyncLifetime
{
    public const string Collection = "Built apps";

    private readonly Workspace _workspace = new(package);
    private string _console = "";

    public static readonly string[] Names = ["Absent", "BookClub", "EveryRule", "Intranet", "Paths", "Pomerium", "Recipes", "Several", "Tickets"];

    public async ValueTask InitializeAsync()
    {
        _workspace.Add("PostHog");
        foreach (var name in Names)
        {
            _workspace.Add(name);
        }

        // npm's folder is in no repository; on a developer's machine it is there.
        _workspace.Write("Tickets/ClientApp/node_modules/posthog-js/dist/module.js", "posthog.init('phc_x', { api_host: 'https://app.posthog.com', ui_host: 'https://eu.posthog.com' })");
        _console = await _workspace.BuildAllAsync();
    }

    public ValueTask DisposeAsync()
    {
        _workspace.Dispose();
        return ValueTask.CompletedTask;
    }

    internal string Folder(string app) => _workspace.PathOf(app);

    /// <summary>What the build told about an app, on the console.</summary>
    internal IReadOnlyList<Said> Warnings(string app) =>
    [
        .. BuildOutput.Warnings(_console, _workspace.Folder)
            .Where(said => said.File.StartsWith(app + "/", StringComparison.Ordinal))
            .Select(said => said with { File = said.File[(app.Length + 1)..] }),
    ];

    internal IReadOnlyList<Said> Log(string app) =>
        [.. Directory.GetFiles(Folder(app), "compiler.sarif", SearchOption.AllDirectories).SelectMany(file => BuildOutput.Log(file, Folder(app)))];

    /// <summary>What the build told about nothing in particular: a restore, a missing file.</summary>
    internal IEnumerable<Said> Elsewhere => BuildOutput.Warnings(_console, _workspace.Folder).Where(said => !Names.Any(name => said.File.StartsWith(name + "/", StringComparison.Ordinal)));
}
