namespace PostHogProxy.Rules.Blocking;

/// <summary>
/// Paths to propose: short, no word in any language, and each app's own, because a name that many use ends on a list. The same app gets
/// the same proposal in every build.
/// </summary>
internal static class PathSuggestions
{
    // Without vowels no word comes out; without l and o nothing is mistaken for 1 and 0. Every generated name begins with a letter.
    private const string Letters = "bcdfghjkmnpqrstvwxz";
    private const string Digits = "23456789";

    // A list that blocks a hundred random names on end blocks every name of this shape; looking on would never end.
    private const int MostRefused = 100;

    /// <summary>The proposal for an app; <paramref name="seed"/> is its assembly's name.</summary>
    public static string For(string seed, IReadOnlyList<FilterList> lists) => Stream(seed, lists).FirstOrDefault() ?? Name(StableHash.Of(seed));

    /// <summary>
    /// Proposals, the one of <see cref="For"/> first; none is blocked by <paramref name="lists"/> or our own table. Without end, unless
    /// the lists block whatever is tried.
    /// </summary>
    public static IEnumerable<string> Stream(string seed, IReadOnlyList<FilterList> lists)
    {
        var refused = 0;
        for (var state = StableHash.Of(seed); refused < MostRefused; state = StableHash.Next(state))
        {
            var path = Name(state);
            if (!DocumentedPaths.Has(path) && Blockers.KnownOfPath(path, lists).BecauseOfPath.Count == 0)
            {
                refused = 0;
                yield return path;
            }
            else
            {
                refused++;
            }
        }
    }

    // Letter, digit, letter, letter, digit or letter: 19·8·19·19·27, about 1.5 million names.
    private static string Name(ulong state)
    {
        var name = new char[5];
        for (var i = 0; i < name.Length; i++)
        {
            var choice = i switch { 1 => Digits, 4 => Letters + Digits, _ => Letters };
            name[i] = choice[(int)(state % (ulong)choice.Length)];
            state /= (ulong)choice.Length;
        }

        return "/" + new string(name);
    }
}
