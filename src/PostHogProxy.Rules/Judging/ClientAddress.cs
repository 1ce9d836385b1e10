using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Rules.Judging;

/// <summary>What the value of <c>api_host</c> or <c>ui_host</c> is.</summary>
/// <param name="Setting">The setting it was read from.</param>
/// <param name="Host">The host; foreign where the value is a path, and where there is no value.</param>
internal readonly record struct ClientAddress(ClientSetting Setting, PostHogHost Host)
{
    private const int LongestShown = 80;

    /// <summary>What the setting is called where it stands.</summary>
    public string Name { get; init; } = "";

    public static ClientAddress Of(ClientSetting setting, string name = "") =>
        new(setting, setting.IsKnown && !IsPathText(setting.Value!) ? PostHogHost.OfUrl(setting.Value!) : default) { Name = name };

    public bool IsKnown => Setting.IsKnown;

    public bool IsAbsent => Setting.State == SettingState.Absent;

    public bool IsPath => Setting.IsKnown && IsPathText(Setting.Value!);

    public bool IsPostHog => Setting.IsKnown && Host.Kind != HostKind.Foreign;

    /// <summary>An address of somebody else's: the team's own domain, a self-hosted PostHog.</summary>
    public bool IsForeignUrl => Setting.IsKnown && !IsPath && Host.Kind == HostKind.Foreign;

    /// <summary>The value as a message shows it.</summary>
    public string Shown => Setting.Value is not { } value ? "" : value.Length <= LongestShown ? $"'{value}'" : $"'{value.Substring(0, LongestShown)}…'";

    public Uri? Uri => Uri.TryCreate(Absolute, UriKind.Absolute, out var uri) ? uri : null;

    /// <summary>The SDK puts its paths behind the value as it is, so what has no scheme is a path to the browser.</summary>
    public bool HasScheme => Setting.Value!.TrimStart() is var text
        && text.IndexOf("//", StringComparison.Ordinal) is var slashes
        && (slashes == 0 || (slashes > 0 && text[slashes - 1] == ':' && text.IndexOfAny(['/', '?', '#']) == slashes));

    private string Absolute
    {
        get
        {
            var value = (Setting.Value ?? "").Trim();
            return value.StartsWith("//", StringComparison.Ordinal) ? "https:" + value : HasScheme ? value : "https://" + value;
        }
    }

    private static bool IsPathText(string value) => value.TrimStart() is var text && text.Length > 0 && text[0] == '/' && !(text.Length > 1 && text[1] == '/');
}
