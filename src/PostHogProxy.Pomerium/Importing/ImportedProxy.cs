namespace PostHogProxy.Pomerium.Importing;

/// <summary>What one <c>MapPostHogProxy</c> in the app stands for.</summary>
/// <param name="Path">The path it answers under; <c>/</c> for a host of its own.</param>
/// <param name="Region">The region of PostHog Cloud; null for a PostHog of one's own.</param>
/// <param name="Ingest">The origin of a PostHog of one's own; null with a region.</param>
/// <param name="Assets">Where scripts come from, if not from where they would by themselves.</param>
internal sealed record ImportedProxy(string Path, PostHogRegion? Region, Uri? Ingest, Uri? Assets)
{
    /// <summary>The name of its section; empty where there is but one proxy.</summary>
    public string Name { get; init; } = "";

    /// <summary>The hosts it is for; empty where any host of the app will do.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>The line that says it all.</summary>
    public string Line => $"app.MapPostHogProxy({Quoted(Path)}, {Target}{Override}){OnHosts};";

    /// <summary>The line beside the section of <see cref="Settings"/>.</summary>
    public string LineWithSection => $"app.MapPostHogProxy({(Name.Length == 0 ? "" : Quoted(Name))}){OnHosts};";

    /// <summary>The keys and values of the section.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings
    {
        get
        {
            var settings = new List<KeyValuePair<string, string>> { new("Path", Path) };
            Add("Region", Region?.ToString());
            Add("IngestOrigin", Text(Ingest));
            Add("AssetsOrigin", Text(Assets));
            return settings;

            void Add(string key, string? value)
            {
                if (value is not null)
                {
                    settings.Add(new(key, value));
                }
            }
        }
    }

    private string Target => Region is { } region ? $"PostHogRegion.{region}" : $"new Uri({Quoted(Text(Ingest)!)})";

    private string Override => Assets is null ? "" : $", options => options.AssetsOrigin = new Uri({Quoted(Text(Assets)!)})";

    private string OnHosts => Hosts.Count == 0 ? "" : $".RequireHost({string.Join(", ", Hosts.Select(Quoted))})";

    /// <summary>A literal of C#, and of JSON; a path has no backslash or control character.</summary>
    public static string Quoted(string text) => $"\"{text.Replace("\"", "\\\"")}\"";

    private static string? Text(Uri? origin) => origin?.GetLeftPart(UriPartial.Authority);
}
