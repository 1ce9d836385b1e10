namespace PostHogProxy.Rules.Client;

/// <summary>
/// Reads options that no call in the file takes: <c>export const options: Partial&lt;PostHogConfig&gt; = {…}</c>, the object of a
/// framework's configuration. What is missing in them may be added by whoever takes them, so it is unknown.
/// </summary>
internal sealed class LoneOptions(ScriptTree tree, ScriptObjects objects, OptionsReader options)
{
    private const int LookBack = 24;

    public List<ClientSetup> Read()
    {
        var found = new List<ClientSetup>();
        var seen = new HashSet<int>(options.Seen);
        for (var i = 0; i < tree.Count; i++)
        {
            tree.Steps.Take();
            var open = tree.Parent(i);
            if (IsHostKey(i) && open >= 0 && tree.Is(open, "{") && tree.Partner(open) >= 0 && seen.Add(open) && IsPostHogs(open))
            {
                var range = tree.RangeOf(i, i + 1);
                var read = options.ReadObject(open).OrUnknown(range);
                if (read.ApiHost.IsKnown || read.UiHost.IsKnown)
                {
                    found.Add(new(ClientSetting.Unreadable(range), read.ApiHost, read.UiHost, range));
                }
            }
        }

        return found;
    }

    private bool IsHostKey(int i) =>
        (tree.Is(i, "api_host") || (tree.IsKind(i, TokenKind.String) && tree[i].Length == 10 && tree.Text.IndexOf("api_host", tree[i].Start, 10, StringComparison.Ordinal) > 0))
        && (tree.Is(i + 1, ":") || tree.Is(i + 1, ",") || tree.Is(i + 1, "}"))
        && (tree.Is(i - 1, "{") || tree.Is(i - 1, ","));

    /// <summary>The SDKs of others have an api_host too; a ui_host beside it, or a name or a type, makes it PostHog's.</summary>
    private bool IsPostHogs(int open)
    {
        // expect(init).toHaveBeenCalledWith(token, { api_host: '/x', ui_host: '…' }), mixpanel.init(token, { api_host: '/x' })
        if (tree.Parent(open) is var around && around >= 0 && tree.Is(around, "(") && tree.IsKind(around - 1, TokenKind.Name))
        {
            // A call of init that was not read is a sentence, or somebody else's.
            return !tree.IsName(around - 1, "init")
                && (tree.NameHas(around - 1, "posthog") || (tree.IsDot(around - 2) && tree.NameHas(around - 3, "posthog")));
        }

        return objects.Find(open, "ui_host") is not null || IsNamed(open) || IsTyped(tree.Partner(open) + 1);
    }

    private bool IsNamed(int open)
    {
        for (var i = open - 1; i >= Math.Max(0, open - LookBack); i--)
        {
            if (tree.NameHas(i, "posthog"))
            {
                return true;
            }

            if (tree.Is(i, ";") || tree.Is(i, ",") || tree.Is(i, "{") || tree.Is(i, "}") || tree.Is(i, "(") || (tree[i].StartsLine && i < open - 1))
            {
                return tree.NameHas(i, "posthog");
            }
        }

        return false;
    }

    private bool IsTyped(int after) =>
        (tree.IsName(after, "as") || tree.IsName(after, "satisfies"))
        && (tree.NameHas(after + 1, "posthog") || (tree.Is(after + 2, "<") && tree.NameHas(after + 3, "posthog")));
}
