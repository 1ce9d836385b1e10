using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PostHogProxy.Options;

/// <summary>Reads one value of the section; what it returns is the problem, naming key, value and cure, or null.</summary>
internal static class SettingValue
{
    public static string? Region(IConfigurationSection entry, Action<PostHogRegion> set)
    {
        // Enum.Parse would take "7" and "Us, Eu" as well.
        if (string.Equals(entry.Value, nameof(PostHogRegion.Us), StringComparison.OrdinalIgnoreCase))
        {
            set(PostHogRegion.Us);
            return null;
        }

        if (string.Equals(entry.Value, nameof(PostHogRegion.Eu), StringComparison.OrdinalIgnoreCase))
        {
            set(PostHogRegion.Eu);
            return null;
        }

        return Wrong(entry, "a region", "Write \"Us\" or \"Eu\": the first label of the address where you sign in to PostHog.");
    }

    public static string? Origin(IConfigurationSection entry, Action<Uri> set)
    {
        if (Uri.TryCreate(entry.Value, UriKind.Absolute, out var origin))
        {
            set(origin);
            return null;
        }

        return Wrong(entry, "an absolute URL", "Write scheme and host, such as \"https://posthog.shop.example\".");
    }

    public static string? Bytes(IConfigurationSection entry, Action<long> set)
    {
        if (long.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
        {
            set(bytes);
            return null;
        }

        return Wrong(entry, "a number of bytes", "Write digits only, such as 67108864 for 64 MiB.");
    }

    public static string? Duration(IConfigurationSection entry, Action<TimeSpan> set)
    {
        // A bare "5" is five days to TimeSpan.Parse.
        if (entry.Value?.Contains(':', StringComparison.Ordinal) == true
            && TimeSpan.TryParse(entry.Value, CultureInfo.InvariantCulture, out var duration))
        {
            set(duration);
            return null;
        }

        return Wrong(entry, "a duration", "Write hours, minutes and seconds, such as \"00:00:05\" or \"00:00:02.500\".");
    }

    public static string? Count(IConfigurationSection entry, Action<int> set)
    {
        if (int.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            set(count);
            return null;
        }

        return Wrong(entry, "a number", "Write digits only, such as 500.");
    }

    public static string? Address(IConfigurationSection entry, Action<ClientAddressMode> set)
    {
        // By name only, as for the region: "1" tells a reader nothing.
        foreach (var mode in Enum.GetValues<ClientAddressMode>())
        {
            if (string.Equals(entry.Value, mode.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                set(mode);
                return null;
            }
        }

        return Wrong(entry, "a way to tell an address", "Write \"Forward\", \"Truncate\" or \"Omit\".");
    }

    public static string? Texts(IConfigurationSection entry, IList<string> texts)
    {
        texts.Clear();
        foreach (var item in entry.GetChildren())
        {
            texts.Add(item.Value ?? "");
        }

        // One value may stand without a list around it, as an environment variable does.
        if (entry.Value is { Length: > 0 } single)
        {
            texts.Add(single);
        }

        return null;
    }

    public static string? Features(IConfigurationSection entry, Action<PostHogFeatures> set)
    {
        var features = PostHogFeatures.None;
        foreach (var name in (entry.Value ?? "").Split(',', StringSplitOptions.TrimEntries))
        {
            // By name only: a number would mean something else in the next version.
            if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !Enum.TryParse<PostHogFeatures>(name, ignoreCase: true, out var feature))
            {
                return Wrong(entry, "a list of features", $"Write names with commas between: {string.Join(", ", Enum.GetNames<PostHogFeatures>())}.");
            }

            features |= feature;
        }

        set(features);
        return null;
    }

    public static string? Switch(IConfigurationSection entry, Action<bool> set)
    {
        if (bool.TryParse(entry.Value, out var on))
        {
            set(on);
            return null;
        }

        return Wrong(entry, "a switch", "Write true or false.");
    }

    private static string Wrong(IConfigurationSection entry, string kind, string cure) =>
        $"'{entry.Path}' is '{entry.Value}', which is not {kind}. {cure}";
}
