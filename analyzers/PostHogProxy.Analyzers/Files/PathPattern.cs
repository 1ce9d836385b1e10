namespace PostHogProxy.Analyzers.Files;

/// <summary>A pattern of files as MSBuild reads it: <c>**</c> is any folders, <c>*</c> any characters of one name, <c>?</c> one; case is no matter.</summary>
internal static class PathPattern
{
    public static bool Matches(string pattern, string path)
    {
        var wanted = Parts(pattern);
        return wanted.Length > 0 && MatchesFolders(wanted, Parts(path));
    }

    private static string[] Parts(string path)
    {
        var plain = path.Replace('\\', '/');
        return (plain.StartsWith("./", StringComparison.Ordinal) ? plain.Substring(2) : plain).Split(['/'], StringSplitOptions.RemoveEmptyEntries);
    }

    // Both loops go back to the last star only, so no pattern takes longer than the product of the lengths.
    private static bool MatchesFolders(string[] wanted, string[] names)
    {
        int at = 0, name = 0, star = -1, resume = 0;
        while (name < names.Length)
        {
            if (at < wanted.Length && wanted[at] == "**")
            {
                star = at++;
                resume = name;
            }
            else if (at < wanted.Length && MatchesName(wanted[at], names[name]))
            {
                at++;
                name++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                name = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (at < wanted.Length && wanted[at] == "**")
        {
            at++;
        }

        return at == wanted.Length;
    }

    private static bool MatchesName(string wanted, string name)
    {
        int at = 0, character = 0, star = -1, resume = 0;
        while (character < name.Length)
        {
            if (at < wanted.Length && wanted[at] == '*')
            {
                star = at++;
                resume = character;
            }
            else if (at < wanted.Length && (wanted[at] == '?' || char.ToUpperInvariant(wanted[at]) == char.ToUpperInvariant(name[character])))
            {
                at++;
                character++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                character = ++resume;
            }
            else
            {
                return false;
            }
        }

        while (at < wanted.Length && wanted[at] == '*')
        {
            at++;
        }

        return at == wanted.Length;
    }
}
