using System.Text;

namespace PostHogProxy.Rules.Client;

/// <summary>Templates, and the chains of names that stand for the page's own address or for a member of an object.</summary>
internal sealed partial class ValueReader
{
    private static readonly HashSet<string> PageOwners = ["window", "globalThis", "self", "document", "top"];

    private ScriptValue? ReadTemplate(int open, int close, int depth)
    {
        var inside = tree.Inside(open);
        var view = tree.View;
        var firstHole = view.HoleFrom(inside.Start);
        if (inside.Length > LongestText || (firstHole < view.Holes.Count && view.Holes[firstHole].Start < inside.End))
        {
            return null;
        }

        var text = new StringBuilder();
        var at = inside.Start;
        for (var i = open + 1; i < close; i = tree.After(i))
        {
            var end = tree.Partner(i);
            if (end < 0)
            {
                return null;
            }

            var part = Read(i + 1, end, depth + 1);
            if (part.State != SettingState.Known || text.Length > LongestText)
            {
                return null;
            }

            text.Append(StringEscapes.Decode(tree.Text, at, tree[i].Start - at)).Append(part.Text);
            at = tree[end].End;
        }

        text.Append(StringEscapes.Decode(tree.Text, at, inside.End - at));
        return new(SettingState.Known, text.ToString(), inside);
    }

    /// <summary><c>window.location.origin</c>, or a member of an object declared in the file.</summary>
    private ScriptValue? ReadPath(int start, int end, int depth)
    {
        for (var i = start; i < end; i++)
        {
            if ((i - start) % 2 == 0 ? !tree.IsKind(i, TokenKind.Name) : !tree.IsDot(i))
            {
                return null;
            }
        }

        var location = tree.IsAnyName(start, PageOwners) ? start + 2 : start;
        if (tree.IsName(location, "location") && end - location == 3)
        {
            char? part = tree.Written(location + 2) switch
            {
                "origin" => ScriptValue.Origin,
                "protocol" => ScriptValue.Protocol,
                "host" or "hostname" => ScriptValue.Host,
                _ => null,
            };
            return part is { } known ? new(SettingState.Known, known.ToString(), tree.RangeOf(start, end), IsComposed: true) : null;
        }

        // window.origin
        if (location > start && tree.IsName(location, "origin") && end - location == 1 && !tree.IsName(start, "document"))
        {
            return new(SettingState.Known, ScriptValue.Origin.ToString(), tree.RangeOf(start, end), IsComposed: true);
        }

        if (end - start != 3 || names.ValueOf(start) is not (>= 0 and var declared) || !tree.Is(declared, "{"))
        {
            return null;
        }

        var member = objects.Find(declared, tree.Written(start + 2));
        return member is { } found ? ReadOnce(found.Start, found.End, depth) : null;
    }

    /// <summary>The operators of an expression on its own level.</summary>
    private readonly record struct Operators(int Question, int TypeAt, bool HasPlus, bool IsOther)
    {
        public static Operators Of(ScriptTree tree, int start, int end)
        {
            var (question, type, plus, other) = (-1, -1, false, false);
            for (var i = start; i < end; i = tree.After(i))
            {
                if (tree.IsAnyName(i, TypeOperators) && i > start && type < 0)
                {
                    type = i;
                }
                else if (tree.IsKind(i, TokenKind.Punctuator))
                {
                    question = question < 0 && tree.Is(i, "?") ? i : question;
                    plus |= tree.Is(i, "+") && type < 0;
                    other |= !IsHarmless(tree, i, type >= 0);
                }
            }

            return new(question, type, plus, other);
        }

        // Behind 'as' stands a type, whose '<', '>' and '|' say nothing about the value; '||', '??' and '+' are never a type's.
        private static bool IsHarmless(ScriptTree tree, int i, bool inType) =>
            tree.IsDot(i) || tree.Is(i, "!") || tree.Is(i, "?") || tree.Is(i, ":") || (tree.Is(i, "+") && !inType)
            || (inType && (tree.Is(i, "<") || tree.Is(i, ">") || tree.Is(i, "|") || tree.Is(i, "&")));
    }
}
