using PostHogProxy.Pomerium.Checks.Edits;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>The routes a set-up lacks, as they should be: public, without identity headers and cookies.</summary>
internal static class NewRoutes
{
    public static IReadOnlyList<TextEdit> Add(CheckedFile file, CheckedRoute beside, bool behind, IReadOnlyList<(string Base, string Folder, string Host)> routes) =>
        RouteMoves.Insert(
            file.Configuration,
            beside.Route,
            behind,
            routes.Select(route => Keys(beside.Route.FromText!.Value, route.Base, route.Folder, route.Host)));

    private static List<KeyValuePair<string, string>> Keys(string from, string path, string folder, string host)
    {
        var keys = new List<KeyValuePair<string, string>> { new("from", from), new("to", "https://" + host) };
        var sent = folder.Length == 0 ? "/" : $"/{folder}/";
        if (path + sent != "/")
        {
            keys.Add(new("prefix", path + sent));
        }

        if (path.Length > 0)
        {
            keys.Add(new("prefix_rewrite", sent));
        }

        keys.Add(new("allow_public_unauthenticated_access", "true"));
        keys.Add(new("pass_identity_headers", "false"));
        keys.Add(new("remove_request_headers", "[Cookie]"));
        return keys;
    }
}
