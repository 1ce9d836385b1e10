using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Verification.Questions;

/// <summary>What one Set-Cookie says about itself.</summary>
internal readonly record struct CookieLine(string Name, string? Domain)
{
    public static CookieLine Of(string value)
    {
        var parts = value.Split(';', StringSplitOptions.TrimEntries);
        var domain = parts.Skip(1).Select(part => part.Split('=', 2, StringSplitOptions.TrimEntries))
            .LastOrDefault(part => part.Length == 2 && part[0].Equals("Domain", StringComparison.OrdinalIgnoreCase))?[1].TrimStart('.');
        return new(parts[0].Split('=')[0].Trim(), string.IsNullOrEmpty(domain) ? null : domain);
    }

    /// <summary>Whether it was set for PostHog's domain; a browser on another one refuses it.</summary>
    public bool IsForPostHog => Domain is { } domain && PostHogHost.Of(domain).Kind != HostKind.Foreign;

    /// <summary>Whether it names a domain that this host belongs to: PostHog knows none of those.</summary>
    public bool IsFor(string host) => Domain is { } domain
        && (host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase));
}
