namespace PostHogProxy.Rules.Routes;

/// <summary>
/// Whether a path can be mapped at all. One rule, spoken by the build warning PHX1003 and by the exception at start.
/// </summary>
internal static class ProxyPath
{
    private const string Cure = "Write a plain path that starts with a slash, such as \"/q7wz4\". Choose a name of your own.";

    /// <summary>What is wrong with <paramref name="path"/> and how to write it right; null where nothing is.</summary>
    public static string? Problem(string? path)
    {
        if (path is null || path.Length == 0)
        {
            return "The path is empty. " + Cure;
        }

        if (path.Contains("://"))
        {
            return $"'{path}' is a URL, not a path. {Cure}";
        }

        if (path[0] != '/')
        {
            return $"The path '{path}' does not start with a slash. {Cure}";
        }

        if (path == "/")
        {
            // The root of a host of its own is PostHog's subdomain set-up; whether RequireHost stands beside it shows in the endpoint, not here.
            return null;
        }

        foreach (var c in path)
        {
            switch (c)
            {
                case '{' or '}' or '*':
                    return $"The path '{path}' has a route parameter ('{c}'). {Cure}";
                case '?' or '#':
                    return $"The path '{path}' has a query or a fragment ('{c}'). {Cure}";
                case '\\' or '%':
                    return $"The path '{path}' has the character '{c}', which routing and browsers read differently. {Cure}";
                case var _ when char.IsWhiteSpace(c) || char.IsControl(c) || c > 126:
                    return $"The path '{path}' has white space or a character a URL cannot carry. {Cure}";
            }
        }

        if (path[path.Length - 1] == '/')
        {
            return $"The path '{path}' ends with a slash. Remove that slash.";
        }

        foreach (var segment in path.Substring(1).Split('/'))
        {
            if (segment is "" or "." or "..")
            {
                return $"The path '{path}' has an empty or a dot segment. {Cure}";
            }
        }

        return null;
    }

    /// <summary>The path that a wrong one was surely meant to be, with its slashes and spaces put right; null where that is not sure.</summary>
    public static string? Nearest(string? path)
    {
        var inner = (path ?? "").Trim().Trim('/');
        return inner.Length > 0 && Problem("/" + inner) is null ? "/" + inner : null;
    }
}
