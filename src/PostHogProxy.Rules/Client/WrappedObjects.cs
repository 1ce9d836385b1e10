namespace PostHogProxy.Rules.Client;

/// <summary>Objects in parentheses, and frozen ones: <c>({ … })</c>, <c>Object.freeze({ … })</c>.</summary>
internal static class WrappedObjects
{
    private static readonly string[] BeforeValue = ["=", ":", "(", "[", "{", ",", ";", "=>", "||", "??", "&&", "?"];

    /// <summary>Where the value begins that an object is. The parentheses of a call are not the object's.</summary>
    public static int Start(ScriptTree tree, int open)
    {
        var at = open;
        while (tree.Is(at - 1, "("))
        {
            if (tree.IsName(at - 2, "freeze") && tree.Is(at - 3, ".") && tree.IsName(at - 4, "Object"))
            {
                at -= 4;
            }
            else if (at == 1 || ScriptLexer.IsBeforeExpression(tree, at - 2) || BeforeValue.Any(mark => tree.Is(at - 2, mark)))
            {
                at--;
            }
            else
            {
                break;
            }
        }

        return at;
    }
}
