namespace PostHogProxy.Rules.Blocking;

/// <summary>One verdict that was measured with the blockers' own engines.</summary>
/// <param name="Name">Whole segments of a path, or the first labels of a host, in lower case; empty where it is true everywhere.</param>
/// <param name="Stops">Which requests are dropped.</param>
/// <param name="Rule">The rule that does it, without the sites it spares.</param>
/// <param name="List">The list it stood in.</param>
/// <param name="IsLast">Whether only a path that ends with the name is meant: the rule goes on with what the client appends.</param>
internal sealed record MeasuredVerdict(string Name, Func<ClientRequest, bool> Stops, string Rule, MeasuredList List, bool IsLast = false)
{
    public bool IsAbout(string prefix)
    {
        var path = prefix.ToLowerInvariant() + "/";
        var name = "/" + Name + "/";
        return IsLast ? path.EndsWith(name, StringComparison.Ordinal) : path.Contains(name);
    }
}

/// <summary>A list as it was when it was measured.</summary>
internal sealed record MeasuredList(string Name, string Date)
{
    public static readonly MeasuredList EasyList = new("EasyList", "2026-08-22");
    public static readonly MeasuredList EasyPrivacy = new("EasyPrivacy", "2026-08-22");
    public static readonly MeasuredList UBlockPrivacy = new("uBlock filters – Privacy", "2026-08-22");
    public static readonly MeasuredList AdGuard = new("AdGuard Tracking Protection filter", "2026-03-20");
}
