namespace PostHogProxy.Rules.Blocking;

/// <summary>
/// The <c>!#if … !#else … !#endif</c> of a list, read as uBlock Origin on Firefox reads it, where the whole of it still runs. A condition
/// that nobody can read excludes nothing, in either branch. <c>!#include</c> names a file that is not here: it is passed over.
/// </summary>
internal sealed class ListConditions
{
    private static readonly HashSet<string> True = new(StringComparer.Ordinal)
    {
        "ext_ublock", "env_firefox", "cap_html_filtering", "cap_user_stylesheet", "cap_ipaddress", "adguard_ext_firefox", "true",
    };

    // Each open condition: whether it holds; null where it could not be read.
    private readonly Stack<bool?> _open = new();
    private int _excluding;

    /// <summary>Whether the lines that follow count.</summary>
    public bool IsIncluded => _excluding == 0;

    /// <summary>Takes a line that starts with <c>!#</c>.</summary>
    public void Read(string line)
    {
        if (line.StartsWith("!#if ", StringComparison.Ordinal))
        {
            Push(Evaluate(line.Substring(5)));
        }
        else if (line.StartsWith("!#else", StringComparison.Ordinal) && _open.Count > 0)
        {
            Push(!Pop());
        }
        else if (line.StartsWith("!#endif", StringComparison.Ordinal) && _open.Count > 0)
        {
            _ = Pop();
        }
    }

    private void Push(bool? holds)
    {
        _open.Push(holds);
        _excluding += holds == false ? 1 : 0;
    }

    private bool? Pop()
    {
        var holds = _open.Pop();
        _excluding -= holds == false ? 1 : 0;
        return holds;
    }

    private static bool? Evaluate(string text)
    {
        var at = 0;
        var value = Any(text, ref at, 0);
        return at == text.Length ? value : null;
    }

    private static bool? Any(string text, ref int at, int depth)
    {
        var value = AllOf(text, ref at, depth);
        while (value is not null && Skip(text, ref at, "||"))
        {
            value |= AllOf(text, ref at, depth);
        }

        return value;
    }

    private static bool? AllOf(string text, ref int at, int depth)
    {
        var value = One(text, ref at, depth);
        while (value is not null && Skip(text, ref at, "&&"))
        {
            value &= One(text, ref at, depth);
        }

        return value;
    }

    private static bool? One(string text, ref int at, int depth)
    {
        // A list is a stranger's text: nesting that no list has must not end the stack.
        if (depth > 50)
        {
            return null;
        }

        if (Skip(text, ref at, "!"))
        {
            return !One(text, ref at, depth + 1);
        }

        if (Skip(text, ref at, "("))
        {
            var inner = Any(text, ref at, depth + 1);
            return Skip(text, ref at, ")") ? inner : null;
        }

        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '_'))
        {
            at++;
        }

        var name = text.Substring(start, at - start);
        _ = Skip(text, ref at, "");
        return IsKnown(name) ? True.Contains(name) : null;
    }

    private static bool IsKnown(string name) =>
        name is "true" or "false" or "adguard"
        || name.StartsWith("ext_", StringComparison.Ordinal) || name.StartsWith("env_", StringComparison.Ordinal)
        || name.StartsWith("cap_", StringComparison.Ordinal) || name.StartsWith("adguard_", StringComparison.Ordinal);

    private static bool Skip(string text, ref int at, string token)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        if (string.CompareOrdinal(text, at, token, 0, token.Length) != 0)
        {
            return false;
        }

        at += token.Length;
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return true;
    }
}
