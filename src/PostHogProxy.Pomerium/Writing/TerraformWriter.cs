namespace PostHogProxy.Pomerium.Writing;

/// <summary>The policy and the routes for Pomerium Zero, as resources of Pomerium's Terraform provider.</summary>
internal static class TerraformWriter
{
    // enforced = true would make every route of the cluster public.
    private const string Policy =
        """
        resource "pomerium_policy" "posthog" {
          name         = "posthog-public"
          namespace_id = var.namespace_id
          enforced     = false
          ppl          = yamlencode({ allow = { or = [{ accept = true }] } })
        }

        """;

    public static string Resources(ProxyDescription proxy) =>
        Policy.Replace("\r\n", "\n") + string.Concat(ProxyRoutes.Of(proxy).Select(Resource));

    private static string Resource(ProxyRoute route)
    {
        var lines = new List<(string Name, string Value)>
        {
            ("name", Quoted(route.Name)), ("namespace_id", "var.namespace_id"), ("from", Quoted(route.From)), ("to", $"[{Quoted(route.To)}]"),
        };
        if (route.Prefix is not null)
        {
            lines.Add(("prefix", Quoted(route.Prefix)));
        }

        if (route.PrefixRewrite is not null)
        {
            lines.Add(("prefix_rewrite", Quoted(route.PrefixRewrite)));
        }

        lines.Add(("policies", "[pomerium_policy.posthog.id]"));
        if (route.IsPostHog)
        {
            lines.Add(("pass_identity_headers", "false"));
            lines.Add(("remove_request_headers", "[\"Cookie\"]"));
        }

        var width = lines.Max(line => line.Name.Length);
        return $"\nresource \"pomerium_route\" \"{route.Name.Replace('-', '_')}\" {{\n"
            + string.Concat(lines.Select(line => $"  {line.Name.PadRight(width)} = {line.Value}\n")) + "}\n";
    }

    private static string Quoted(string value) => $"\"{value}\"";
}
