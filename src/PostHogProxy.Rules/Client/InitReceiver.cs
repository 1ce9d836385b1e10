namespace PostHogProxy.Rules.Client;

/// <summary>What <c>init</c> is called on.</summary>
/// <param name="Start">The first token of the callee.</param>
/// <param name="Names">The names that can be the SDK's: the last one, and the one before <c>default</c>.</param>
/// <param name="IsPostHog">Whether its name says PostHog.</param>
/// <param name="IsExact">Whether it is the SDK's own global, and not somebody's wrapper around it.</param>
internal readonly record struct InitReceiver(int Start, List<string> Names, bool IsPostHog, bool IsExact)
{
    private const int LongestChain = 16;
    private const int LongestCast = 12;

    /// <summary>Null where the chain is too long to be anybody's.</summary>
    public static InitReceiver? Of(ScriptTree tree, int init)
    {
        var names = new List<string>();
        var (isPostHog, isExact) = (false, false);
        var start = init;
        var at = init - 1;
        var continues = tree.IsDot(at);
        for (var seen = 0; continues && at > 0; seen++)
        {
            var piece = tree.Before(at);
            if (seen > LongestChain || piece < 0)
            {
                return null;
            }

            if (tree.Is(piece, "!"))
            {
                at = piece;
                continue;
            }

            var isLast = names.Count == 0 || (names.Count == 1 && names[0] == "default");
            if (tree.IsKind(piece, TokenKind.Name))
            {
                if (isLast)
                {
                    var name = tree.Written(piece);
                    names.Add(name);
                    isPostHog |= Says(name);
                    isExact |= name.Equals("posthog", StringComparison.OrdinalIgnoreCase);
                }

                continues = tree.IsDot(piece - 1);
                at = continues ? piece - 1 : piece;
            }
            else if (tree.Is(piece, "(") || tree.Is(piece, "["))
            {
                // window['posthog'], (posthog as any), require('posthog-js')
                var says = isLast && SaysInside(tree, piece, at);
                isPostHog |= says;
                isExact |= says;
                continues = tree.IsDot(piece - 1)
                    || (!tree[piece].StartsLine && (tree.IsKind(piece - 1, TokenKind.Close) || IsCallee(tree, piece - 1)));
                at = tree.IsDot(piece - 1) ? piece - 1 : piece;
            }
            else
            {
                break;
            }

            start = piece;
        }

        return new(start, names.Count == 0 && start == init ? ["init"] : names, isPostHog, isExact);
    }

    private static bool IsCallee(ScriptTree tree, int index) =>
        tree.IsKind(index, TokenKind.Name) && !ScriptLexer.IsBeforeExpression(tree, index);

    private static bool Says(string name) =>
        name.IndexOf("posthog", 0, StringComparison.OrdinalIgnoreCase) >= 0 || name.Equals("ph", StringComparison.OrdinalIgnoreCase);

    private static bool SaysInside(ScriptTree tree, int open, int end) =>
        tree.TextHas(open + 1, Math.Min(end, open + LongestCast), "posthog");
}
