using System.Globalization;

namespace PostHogProxy.Rules.Settings;

/// <summary>Reads what a settings file may hold for a key; null where the text is no such value.</summary>
internal static class SettingValue
{
    public static PostHogRegion? Region(string? text) => ByName<PostHogRegion>(text);

    public static ClientAddressMode? Address(string? text) => ByName<ClientAddressMode>(text);

    public static PathAliasMode? Aliases(string? text) => ByName<PathAliasMode>(text);

    public static PostHogTransport? Transport(string? text) => ByName<PostHogTransport>(text);

    public static Uri? Origin(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var origin) ? origin : null;

    public static long? Bytes(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    public static int? Count(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    // A bare "5" is five days to TimeSpan.Parse.
    public static TimeSpan? Duration(string? text) =>
        text?.IndexOf(':') >= 0 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration) ? duration : null;

    public static double? Share(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share <= 1 ? share : null;

    public static bool? Switch(string? text) => bool.TryParse(text, out var on) ? on : null;

    public static PostHogFeatures? Features(string? text)
    {
        var features = PostHogFeatures.None;
        foreach (var name in (text ?? "").Split(','))
        {
            if (ByName<PostHogFeatures>(name.Trim()) is not { } feature)
            {
                return null;
            }

            features |= feature;
        }

        return features;
    }

    /// <summary>What is wrong with a value, with key, value and cure; null where nothing is. What a path or a token must be is told elsewhere.</summary>
    public static string? Problem(ProxySetting setting, string path, string? text)
    {
        var isRight = setting.Kind switch
        {
            SettingKind.Region => Region(text) is not null,
            SettingKind.Origin => Origin(text) is not null,
            SettingKind.Bytes or SettingKind.Memory or SettingKind.Room => Bytes(text) is not null,
            SettingKind.File => !string.IsNullOrWhiteSpace(text),
            SettingKind.Choice => IsAmong(setting, text),
            SettingKind.Choices => (text ?? "").Split(',').All(name => IsAmong(setting, name.Trim())),
            SettingKind.Share => Share(text) is not null,
            SettingKind.Duration or SettingKind.Period => Duration(text) is not null,
            SettingKind.Section => string.IsNullOrEmpty(text),
            SettingKind.Count => Count(text) is not null,
            SettingKind.Address => Address(text) is not null,
            SettingKind.Aliases => Aliases(text) is not null,
            SettingKind.Features => Features(text) is not null,
            SettingKind.Switch => Switch(text) is not null,
            _ => true,
        };
        return isRight ? null : Wrong(setting, path, text);
    }

    public static string Wrong(SettingKind kind, string path, string? text) => Wrong(new ProxySetting("", kind), path, text);

    private static bool IsAmong(ProxySetting setting, string? text) => setting.Names.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static string Wrong(ProxySetting setting, string path, string? text)
    {
        var (what, cure) = setting.Kind switch
        {
            SettingKind.File => ("the name of a file", "Write a path, such as \"/var/lib/shop/posthog-outbox.db\"."),
            SettingKind.Choice => ("a choice there is", $"Write one of {string.Join(", ", setting.Names)}."),
            SettingKind.Choices => ("a list of such names", $"Write names with commas between: {string.Join(", ", setting.Names)}."),
            SettingKind.Share => ("a share", "Write a number from 0 to 1, such as 0.5."),
            SettingKind.Region => ("a region", "Write \"Us\" or \"Eu\": the first label of the address where you sign in to PostHog."),
            SettingKind.Origin => ("an absolute URL", "Write scheme and host, such as \"https://posthog.shop.example\"."),
            SettingKind.Bytes or SettingKind.Memory or SettingKind.Room => ("a number of bytes", "Write digits only, such as 67108864 for 64 MiB."),
            SettingKind.Duration => ("a duration", "Write hours, minutes and seconds, such as \"00:00:05\" or \"00:00:02.500\"."),
            SettingKind.Period => ("a duration", "Write days, hours, minutes and seconds, such as \"00:05:00\" or \"1.00:00:00\"."),
            SettingKind.Section => ("a section", "Write its settings in braces below it."),
            SettingKind.Count => ("a number", "Write digits only, such as 500."),
            SettingKind.Address => ("a client address mode", "Write \"Forward\", \"Truncate\" or \"Omit\"."),
            SettingKind.Aliases => ("a choice of aliases", "Write \"Off\", \"On\" or \"Only\"."),
            SettingKind.Features => ("a list of features", $"Write names with commas between: {string.Join(", ", Enum.GetNames<PostHogFeatures>())}."),
            SettingKind.Switch => ("a switch", "Write true or false."),
            SettingKind.Path => ("a path", "Write a slash and a name of your own."),
            _ => ("a list of texts", "Write them in brackets, such as [\"phc_…\"]."),
        };
        return $"'{path}' is '{text}', which is not {what}. {cure}";
    }

    // By name only: "7" and "Us, Eu" are regions to Enum.TryParse, and a number tells a reader nothing.
    private static T? ByName<T>(string? text)
        where T : struct, Enum =>
        text is { Length: > 0 } && char.IsLetter(text[0]) && Enum.TryParse<T>(text, ignoreCase: true, out var value)
            && string.Equals(value.ToString(), text, StringComparison.OrdinalIgnoreCase)
            ? value
            : null;
}
