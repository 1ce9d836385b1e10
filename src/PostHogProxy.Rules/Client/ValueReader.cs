using System.Text;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// Reads the expressions people write for a host or a token. A fallback (<c>env || '…'</c>) is not the value, a call may return
/// anything: those are unknown.
/// </summary>
internal sealed partial class ValueReader(ScriptTree tree, ScriptNames names, ScriptObjects objects)
{
    private const int DeepestExpression = 12;
    private const int LongestText = 2000;

    private static readonly HashSet<string> TypeOperators = ["as", "satisfies"];
    private static readonly HashSet<string> Nothing = ["undefined", "null"];

    // A line that starts with one of these is a new statement: !function () { … }(), ++i, @Component.
    private static readonly string[] Prefixes = ["!", "~", "++", "--", "@"];

    private readonly Dictionary<int, ScriptValue> _declared = [];
    private readonly Dictionary<int, int> _ends = [];

    /// <summary>The value of the tokens from <paramref name="start"/> up to <paramref name="end"/>.</summary>
    public ScriptValue Read(int start, int end, int depth = 0)
    {
        var unreadable = ScriptValue.Unreadable(tree.RangeOf(start, end));
        if (depth > DeepestExpression || start >= end)
        {
            return unreadable;
        }

        var operators = Operators.Of(tree, start, end);
        if (operators.Question >= 0)
        {
            return ReadTernary(operators.Question, end, depth) ?? unreadable;
        }

        if (operators.IsOther)
        {
            return unreadable;
        }

        end = operators.TypeAt >= 0 ? operators.TypeAt : end;
        if (tree.Is(end - 1, "!"))
        {
            end--;
        }

        return operators.HasPlus ? ReadSum(start, end, depth) ?? unreadable : ReadSingle(start, end, depth) ?? unreadable;
    }

    /// <summary>Where the expression that starts at a token ends.</summary>
    public int EndOf(int start)
    {
        if (_ends.TryGetValue(start, out var known))
        {
            return known;
        }

        var at = start;
        while (at < tree.Count && tree[at].Kind is not (TokenKind.Close or TokenKind.TagEnd) && !tree.Is(at, ",") && !tree.Is(at, ";"))
        {
            // A line that neither is continued nor continues ends a statement without its semicolon.
            if (at > start && tree[at].StartsLine && !Continues(at) && EndsExpression(at - 1))
            {
                break;
            }

            at = tree.After(at);
        }

        return _ends[start] = at;
    }

    private bool Continues(int at) =>
        tree.IsKind(at, TokenKind.Punctuator)
            ? !Prefixes.Any(prefix => tree.Is(at, prefix))
            : tree.IsAnyName(at, TypeOperators) || tree.Is(at, "(") || tree.Is(at, "[") || tree.Is(at, "`");

    private bool EndsExpression(int at) => tree[at].Kind != TokenKind.Punctuator || tree.Is(at, "!") || tree.Is(at, ">");

    private ScriptValue? ReadTernary(int question, int end, int depth)
    {
        var colon = -1;
        var open = 0;
        for (var i = question + 1; i < end && colon < 0; i = tree.After(i))
        {
            if (tree.Is(i, "?"))
            {
                open++;
            }
            else if (tree.Is(i, ":") && open-- == 0)
            {
                colon = i;
            }
        }

        if (colon < 0)
        {
            return null;
        }

        var yes = Read(question + 1, colon, depth + 1);
        var no = Read(colon + 1, end, depth + 1);
        if (yes.State != SettingState.Unknown && yes.State == no.State && yes.Text == no.Text)
        {
            return yes with { IsComposed = true };
        }

        ScriptValue[] all = [.. yes.Branches ?? [yes], .. no.Branches ?? [no]];
        return all.All(static value => value.State != SettingState.Unknown)
            ? ScriptValue.Unreadable(tree.RangeOf(question + 1, end)) with { Branches = all }
            : null;
    }

    private ScriptValue? ReadSum(int start, int end, int depth)
    {
        var sum = new StringBuilder();
        TextRange? literal = null;
        var partStart = start;
        for (var i = start; i <= end; i = i < end ? tree.After(i) : i + 1)
        {
            if (i < end && !tree.Is(i, "+"))
            {
                continue;
            }

            var part = Read(partStart, i, depth + 1);
            if (part.State != SettingState.Known || sum.Length > LongestText)
            {
                return null;
            }

            // The part with the path is the one to change.
            literal = tree.IsKind(partStart, TokenKind.String) || tree.Is(partStart, "`") ? part.Range : literal;
            sum.Append(part.Text);
            partStart = i + 1;
        }

        return new(SettingState.Known, sum.ToString(), literal ?? tree.RangeOf(start, end), IsComposed: true);
    }

    private ScriptValue? ReadSingle(int start, int end, int depth)
    {
        if (end - start == 1)
        {
            return tree[start].Kind switch
            {
                TokenKind.String => ReadString(start),
                TokenKind.Name when tree.IsAnyName(start, Nothing) => new(SettingState.Absent, null, default),
                TokenKind.Name => ReadDeclared(start, depth),
                _ => null,
            };
        }

        if (tree.Is(start, "(") && tree.Partner(start) == end - 1)
        {
            return Read(start + 1, end - 1, depth + 1);
        }

        if (tree.Is(start, "`") && tree.Partner(start) == end - 1)
        {
            return ReadTemplate(start, end - 1, depth);
        }

        return tree.IsName(start, "void") && end - start == 2 ? new(SettingState.Absent, null, default) : ReadPath(start, end, depth);
    }

    private ScriptValue? ReadString(int index)
    {
        var inside = tree.Inside(index);
        return inside.Length > LongestText
            ? null
            : new(SettingState.Known, StringEscapes.Decode(tree.Text, inside.Start, inside.Length), inside);
    }

    private ScriptValue? ReadDeclared(int use, int depth)
    {
        var value = names.ValueOf(use);
        return value < 0 ? null : ReadOnce(value, EndOf(value), depth);
    }

    /// <summary>Reads what many places may refer to.</summary>
    private ScriptValue? ReadOnce(int start, int end, int depth)
    {
        if (!_declared.TryGetValue(start, out var read))
        {
            _declared[start] = ScriptValue.Unreadable(default);
            _declared[start] = read = Read(start, end, depth + 1);
        }

        return read.State == SettingState.Unknown && read.Branches is null ? null : read;
    }
}
