using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>What an expression is, as far as it can be read: a text, nothing (<c>undefined</c>), or not known.</summary>
internal readonly record struct ScriptValue(SettingState State, string? Text, TextRange Range, bool IsComposed = false)
{
    // Private-use characters stand for the parts of the page's own address until the whole value is known.
    public const char Origin = '\uE000';
    public const char Protocol = '\uE001';
    public const char Host = '\uE002';

    // What template engines, bundlers and documentation write where a value is filled in later.
    private static readonly char[] Placeholders = ['{', '}', '<', '>', '$', '%', '@', '#', '[', ScriptLexer.Hole, Origin, Protocol, Host];

    /// <summary>The values it can have, each known or nothing, where which of them depends on a condition; null otherwise.</summary>
    public IReadOnlyList<ScriptValue>? Branches { get; init; }

    public static ScriptValue Unreadable(TextRange range) => new(SettingState.Unknown, null, range);

    public ClientSetting AsToken() => Setting(Text is { Length: > 0 } && !IsPlaceholder(Text) ? Text : null);

    /// <summary>The setting of a host. An empty text is what the SDK takes for none.</summary>
    public ClientSetting AsHost()
    {
        if (Branches is { } branches)
        {
            var range = Range;
            return branches.Select(static branch => branch.AsHost()).Aggregate((one, other) => ClientSetting.Either(one, other, range));
        }

        if (State != SettingState.Known)
        {
            return Setting(null);
        }

        var value = OnThisSite(Text!);
        return value.Length == 0 ? new(SettingState.Absent, null, Range) : Setting(IsAddress(value) ? value : null);
    }

    private ClientSetting Setting(string? value) => State switch
    {
        SettingState.Absent => new(SettingState.Absent, null, default),
        SettingState.Known when value is not null => new(SettingState.Known, value, Range) { IsComposed = IsComposed },
        _ => ClientSetting.Unreadable(Range),
    };

    private static string OnThisSite(string text)
    {
        string[] prefixes = [$"{Origin}", $"{Protocol}//{Host}", $"https://{Host}", $"http://{Host}", $"//{Host}"];
        foreach (var prefix in prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                var rest = text.Substring(prefix.Length);
                return rest.Length == 0 ? "/" : rest[0] == '/' ? rest : text;
            }
        }

        return text;
    }

    /// <summary>A path, a URL, a host; a bare word is a name to be filled in, or a mistake of a kind no rule knows.</summary>
    private static bool IsAddress(string value)
    {
        var trimmed = value.Trim();
        return trimmed.Length > 0
            && !IsPlaceholder(trimmed)
            && !trimmed.Any(char.IsWhiteSpace)
            && (trimmed[0] == '/' || trimmed.IndexOf('.') > 0 || trimmed.IndexOf(':') > 0 || trimmed == "localhost");
    }

    private static bool IsPlaceholder(string value) =>
        value.IndexOfAny(Placeholders) >= 0 || value.IndexOf("__", 0, StringComparison.Ordinal) >= 0;
}
