using PostHogProxy.Rules.Blocking;

namespace PostHogProxy.Rules.Aliases;

/// <summary>
/// Other names for PostHog's paths, because lists name those: <c>/static/1.449.2/surveys.js</c> becomes one segment such as
/// <c>/t4vxzK7qR2…</c>. Each letter is replaced, by an alphabet of this app's own, so that a path nobody has heard of yet has a name too,
/// and no table has to be kept. Only the path is renamed; the query stays as it is.
/// </summary>
internal sealed class PathAliases
{
    // All that a browser leaves unescaped in a path, and the percent sign of what it escapes. What occurs in PostHog's paths stands first.
    internal const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789-._/%@~ABCDEFGHIJKLMNOPQRSTUVWXYZ!$&'()*+,;=:[]^|";

    // No vowels, so that no word comes out, and nothing that parts words for a list: no dot, hyphen or underscore.
    private const string Symbols = "bcdfghjkmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ123456789";

    // The last symbol says that the next one stands for a rare letter.
    private static readonly int Single = Symbols.Length - 1;

    private readonly sbyte[] _indexOfSymbol = new sbyte[128];

    private PathAliases(string name, string alphabet)
    {
        Name = name;
        Alphabet = alphabet;
        for (var i = 0; i < _indexOfSymbol.Length; i++)
        {
            _indexOfSymbol[i] = (sbyte)alphabet.IndexOf((char)i);
        }
    }

    /// <summary>What every alias starts with, after its slash. It marks an alias: no path of PostHog's starts like this.</summary>
    public string Name { get; }

    /// <summary>Where the proxy serves the browser's half as an ES module. No other alias has a dot.</summary>
    public string Module => $"/{Name}.mjs";

    /// <summary>The same as a classic script.</summary>
    public string Script => $"/{Name}.js";

    /// <summary>What TypeScript wants to know of the module.</summary>
    public string Types => $"/{Name}.d.ts";

    /// <summary>The symbols in this app's order.</summary>
    public string Alphabet { get; }

    /// <summary>The aliases of one proxy: others for another path or another app, the same in every build and on every node.</summary>
    /// <param name="path">The path it is mapped at.</param>
    /// <param name="app">The name of the app's assembly.</param>
    public static PathAliases For(string path, string app)
    {
        var seed = $"{path.Trim('/')} {app}";
        var name = PathSuggestions.For(seed, lists: []).Substring(1);

        var alphabet = Symbols.ToCharArray();
        var state = StableHash.Of(seed);
        for (var left = alphabet.Length; left > 1; left--)
        {
            state = StableHash.Next(state);
            var chosen = (int)(state % (ulong)left);
            (alphabet[left - 1], alphabet[chosen]) = (alphabet[chosen], alphabet[left - 1]);
        }

        return new(name, new string(alphabet));
    }

    /// <summary>The aliases of a module that a proxy serves; null where the text is none.</summary>
    public static PathAliases? Read(string module)
    {
        var end = module.LastIndexOf("\")", StringComparison.Ordinal);
        var start = end < 1 ? -1 : module.LastIndexOf('"', end - 1);
        var alphabet = start < 0 ? "" : module.Substring(start + 1, end - start - 1);
        var name = module.IndexOf("import.meta.url),\"", StringComparison.Ordinal) is var at and >= 0
            ? module.Substring(at + "import.meta.url),\"".Length).Split('"')[0]
            : "";
        return name.Length > 0 && alphabet.Length == Symbols.Length && alphabet.OrderBy(c => c).SequenceEqual(Symbols.OrderBy(c => c)) ? new(name, alphabet) : null;
    }

    /// <summary>The alias of a path of PostHog's, relative to the mapped path and as it stands on the wire; a query stays.</summary>
    public string ToAlias(string target)
    {
        var end = target.IndexOf('?') is var query and >= 0 ? query : target.Length;
        var alias = new System.Text.StringBuilder("/", (2 * target.Length) + Name.Length).Append(Name);
        for (var i = 1; i < end; i++)
        {
            var index = Letters.IndexOf(target[i]);
            if (index < 0)
            {
                alias.Append(target[i]);
            }
            else if (index < Single)
            {
                alias.Append(Alphabet[index]);
            }
            else
            {
                alias.Append(Alphabet[Single]).Append(Alphabet[index - Single]);
            }
        }

        return alias.Append(target, end, target.Length - end).ToString();
    }

    /// <summary>Whether the first <paramref name="pathLength"/> characters of a target claim to be an alias.</summary>
    public bool IsAlias(string target, int pathLength) =>
        pathLength > Name.Length && string.CompareOrdinal(target, 1, Name, 0, Name.Length) == 0;

    /// <summary>
    /// The target that has this alias, query included; null where none has. Each target has one alias and each alias one target, so what
    /// is judged afterwards is judged as if it had been asked for by its own name.
    /// </summary>
    public string? ToTarget(string alias, int pathLength)
    {
        if (!IsAlias(alias, pathLength) || LengthOfTarget(alias, pathLength) is not { } length)
        {
            return null;
        }

#if NET
        return string.Create(length, (Aliases: this, alias, pathLength), static (target, from) => from.Aliases.Fill(target, from.alias, from.pathLength));
#else
        var target = new char[length];
        Fill(target, alias, pathLength);
        return new(target);
#endif
    }

    // Null where a character is none that ToAlias writes, or the last one has no meaning alone.
    private int? LengthOfTarget(string alias, int pathLength)
    {
        var length = 1 + alias.Length - pathLength;
        for (var i = 1 + Name.Length; i < pathLength; i++, length++)
        {
            var symbol = IndexOfSymbol(alias[i]);
            if (symbol == Single && (++i == pathLength || IndexOfSymbol(alias[i]) is not (>= 0 and var rare) || rare >= Letters.Length - Single))
            {
                return null;
            }

            if (symbol < 0 && Letters.Contains(alias[i]))
            {
                return null;
            }
        }

        return length;
    }

#if NET
    private void Fill(Span<char> target, string alias, int pathLength)
#else
    private void Fill(char[] target, string alias, int pathLength)
#endif
    {
        target[0] = '/';
        var at = 1;
        for (var i = 1 + Name.Length; i < pathLength; i++)
        {
            var symbol = IndexOfSymbol(alias[i]);
            target[at++] = symbol < 0 ? alias[i]
                : symbol == Single ? Letters[Single + IndexOfSymbol(alias[++i])]
                : Letters[symbol];
        }

        for (var i = pathLength; i < alias.Length; i++)
        {
            target[at++] = alias[i];
        }
    }

    private int IndexOfSymbol(char c) => c < _indexOfSymbol.Length ? _indexOfSymbol[c] : -1;
}
