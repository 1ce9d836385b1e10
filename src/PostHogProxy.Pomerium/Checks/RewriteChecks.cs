using PostHogProxy.Pomerium.Checks.Edits;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Pomerium.Checks;

/// <summary>What becomes of the path: E012 broken rewrites, E013 none under a path, E014 two of them (of every route), I061 raw prefixes.</summary>
internal static class RewriteChecks
{
    public static void Run(CheckedFile file)
    {
        foreach (var route in file.Routes)
        {
            if (route.Route.Text("prefix_rewrite") is not null && route.Route.Find("regex_rewrite_pattern") is { Scalar.Value.Length: > 0 } pattern)
            {
                file.Tell(
                    PomeriumFindingRules.TwoRewrites,
                    route,
                    pattern.Key.Range,
                    "The route has prefix_rewrite and regex_rewrite_pattern. Pomerium does not load the file.",
                    "Keep one of them.",
                    route.Route.IsPostHog
                        ? [.. RouteEdits.Remove(file.Configuration, route.Route, pattern), .. RouteEdits.Remove(file.Configuration, route.Route, route.Route.Find("regex_rewrite_substitution"))]
                        : null);
            }
        }

        foreach (var route in file.PostHogRoutes.Where(route => !file.Told(PomeriumFindingRules.TwoRewrites, route)))
        {
            Judge(file, route);
        }
    }

    private static void Judge(CheckedFile file, CheckedRoute route)
    {
        var rewrite = Rewrite.PrefixRewrite(route.Route);
        if (rewrite is not null && route.Match.Kind == MatchKind.Regex)
        {
            Broken(file, route, $"With a regex, Pomerium replaces the whole path. Every request is sent to '{rewrite}'.", "Write regex_rewrite_pattern and regex_rewrite_substitution, or a prefix instead of the regex.");
            return;
        }

        if (route.Match.Kind != MatchKind.Prefix || route.SentPrefix is not { } sent || route.Match.IsDead)
        {
            return;
        }

        var prefix = route.Match.Value;
        if (rewrite is null)
        {
            if (prefix != "/" && !route.IsMiswritten("prefix_rewrite") && !CheckedRoute.IsClientPath(prefix))
            {
                Missing(file, route, prefix);
                return;
            }
        }
        else if (IsBroken(file, route, prefix, sent))
        {
            return;
        }

        if (prefix[prefix.Length - 1] != '/')
        {
            Raw(file, route, prefix);
        }
    }

    private static bool IsBroken(CheckedFile file, CheckedRoute route, string prefix, string sent)
    {
        var hasSlash = prefix[prefix.Length - 1] == '/';
        var sendsSlash = sent[sent.Length - 1] == '/';
        var wanted = Wanted(route, prefix);
        if (sendsSlash && !hasSlash)
        {
            Broken(file, route, $"'{prefix}/e/' becomes '{sent}/e/' with two slashes. PostHog doesn't know that path.", $"Write prefix: {prefix}/.", wanted);
        }
        else if (!sendsSlash && hasSlash)
        {
            Broken(file, route, $"'{prefix}x' becomes '{sent}x'. The rewrite has no slash at its end, so it runs into the rest of the path.", $"Write {sent}/.", wanted);
        }
        else if (route.PostHog.Kind == HostKind.Assets ? !route.SendsAssets && wanted != "/" : sent != "/" && !CheckedRoute.IsClientPath(sent))
        {
            Broken(file, route, $"'{prefix}{(hasSlash ? "" : "/")}x' becomes '{sent}{(sendsSlash ? "" : "/")}x'. PostHog doesn't know that path.", $"Write prefix_rewrite: {wanted}.", wanted);
        }
        else
        {
            return false;
        }

        return true;
    }

    // With what the path has to begin for PostHog.
    private static string Wanted(CheckedRoute route, string prefix)
    {
        var trimmed = prefix.TrimEnd('/');
        return route.SendsStatic || trimmed.EndsWith("/static", StringComparison.Ordinal) ? "/static/"
            : route.SendsArray || trimmed.EndsWith("/array", StringComparison.Ordinal) ? "/array/"
            : "/";
    }

    private static void Broken(CheckedFile file, CheckedRoute route, string message, string fix, string? wanted = null)
    {
        var written = route.Route.Find("prefix_rewrite");
        if (written?.Scalar is { Value.Length: > 0 } scalar)
        {
            file.Tell(PomeriumFindingRules.BrokenRewrite, route, scalar.Range, message, fix, Mend(file, route, scalar, wanted));
            return;
        }

        // It is the path of to that acts as a rewrite.
        var target = route.Route.Targets[0];
        var bare = $"{target.Url!.Scheme}://{target.Url.Authority}";
        var at = file.Configuration.Text.IndexOf(target.Text, target.Range.Start, target.Range.Length, StringComparison.Ordinal);
        file.Tell(
            PomeriumFindingRules.BrokenRewrite,
            route,
            target.Range,
            message + " The path of to acts as a rewrite.",
            $"Write to: {bare} without a path.",
            at < 0 ? null : [new(target.Range, file.Configuration.Text.Substring(target.Range.Start, target.Range.Length).Replace(target.Text, bare))]);
    }

    private static List<TextEdit> Mend(CheckedFile file, CheckedRoute route, ScalarNode rewrite, string? wanted)
    {
        if (wanted is null || route.Route.Find("prefix")?.Scalar is not { Value.Length: > 0 } prefix)
        {
            return [];
        }

        var edits = new List<TextEdit>();
        if (rewrite.Value != wanted)
        {
            edits.AddRange(RouteEdits.Replace(rewrite, wanted, file.Configuration));
        }

        if (prefix.Value[prefix.Value.Length - 1] != '/')
        {
            edits.AddRange(RouteEdits.Replace(prefix, prefix.Value + "/", file.Configuration));
        }

        return edits;
    }

    private static void Missing(CheckedFile file, CheckedRoute route, string prefix)
    {
        var wanted = Wanted(route, prefix);
        var scalar = route.Route.Find("prefix")!.Scalar!;
        var slash = prefix[prefix.Length - 1] == '/' ? [] : RouteEdits.Replace(scalar, prefix + "/", file.Configuration);
        file.Tell(
            PomeriumFindingRules.MissingRewrite,
            route,
            scalar.Range,
            $"PostHog gets the path with '{prefix}' at its start and doesn't know it.",
            $"Add prefix_rewrite: {wanted}" + (slash.Count > 0 ? $", and write prefix: {prefix}/." : "."),
            [.. slash, .. RouteEdits.Add(file.Configuration, route.Route, "prefix_rewrite", wanted)]);
    }

    private static void Raw(CheckedFile file, CheckedRoute route, string prefix)
    {
        var scalar = route.Route.Find("prefix")!.Scalar!;
        var rewrite = route.Route.Find("prefix_rewrite")?.Scalar is { Value.Length: > 0 } written && written.Value[written.Value.Length - 1] != '/' ? written : null;
        TextRange range = scalar.Range;
        file.Tell(
            PomeriumFindingRules.RawPrefix,
            route,
            range,
            $"Pomerium compares a prefix letter by letter. '{prefix}' takes '{prefix}foo' too.",
            $"Write {prefix}/.",
            [
                .. RouteEdits.Replace(scalar, prefix + "/", file.Configuration),
                .. rewrite is null ? [] : RouteEdits.Replace(rewrite, rewrite.Value + "/", file.Configuration),
            ]);
    }
}
