namespace PostHogProxy.Pomerium.Writing;

/// <summary>What to enter in Pomerium Zero's console, as Markdown: the policy, then the routes.</summary>
internal static class ConsoleWriter
{
    private const string Head = "| Field | Value |\n| --- | --- |\n";

    public static string Fields(ProxyDescription proxy)
    {
        // PostHog's guide begins with the route for everything; Zero sorts them itself.
        var routes = ProxyRoutes.Of(proxy).Reverse();
        return "## Policy\n\n" + Head
            + Row("Name", "posthog-public") + Row("Override", "Public Access") + Row("Policy Enforcement", "Optional")
            + string.Concat(routes.Select(Route));
    }

    private static string Route(ProxyRoute route) => $"\n## Route {route.Name}\n\n" + Head
        + Row("Name", route.Name) + Row("From", route.From) + Row("To", route.To)
        + (route.Prefix is null ? "" : Row("Prefix", route.Prefix))
        + (route.PrefixRewrite is null ? "" : Row("Prefix Rewrite", route.PrefixRewrite))
        + Row("Policies", "posthog-public")
        + (route.IsPostHog ? Row("Pass Identity Headers", "off") + Row("Remove Request Headers", "Cookie") : "");

    private static string Row(string field, string value) => $"| {field} | `{value}` |\n";
}
