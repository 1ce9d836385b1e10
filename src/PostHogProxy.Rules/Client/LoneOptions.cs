namespace PostHogProxy.Rules.Client;

/// <summary>
/// Reads options that no call in the file takes: <c>export const options: Partial&lt;PostHogConfig&gt; = {…}</c>, the object of a
/// framework's configuration. What is missing in them may be added by whoever takes them, so it is unknown.
/// </summary>
internal sealed class LoneOptions(
    ScriptTree tree, ScriptNames names, ScriptObjects objects, EventProperties events, OptionsReader options)
{
    private const int LookBack = 24;
    private const int Deepest = 6;

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
                if (HasValue(read.ApiHost) || HasValue(read.UiHost) || HasValue(read.AssetHost) || HasValue(read.FlagsApiHost))
                {
                    found.Add(read.ToSetup(ClientSetting.Unreadable(range), range));
                }
            }
        }

        return found;
    }

    private static bool HasValue(ClientSetting setting) => setting.IsKnown || setting.Branches is not null;

    /// <summary>A key of an object literal: api_host, or any of the hosts in what set_config is given.</summary>
    private bool IsHostKey(int i) =>
        (tree.Is(i + 1, ":") || tree.Is(i + 1, ",") || tree.Is(i + 1, "}"))
        && (tree.Is(i - 1, "{") || tree.Is(i - 1, ","))
        && KeyOf(i) is { } key && (key == "api_host" || (ClientOptions.IsHost(key) && IsSetConfig(tree.Parent(i))));

    private string? KeyOf(int i)
    {
        if (tree.IsKind(i, TokenKind.Name))
        {
            return tree.Written(i);
        }

        return tree.IsKind(i, TokenKind.String) && tree[i].Length < 20 ? tree.Text.Substring(tree.Inside(i).Start, tree.Inside(i).Length) : null;
    }

    /// <summary>The SDKs of others have an api_host too; a ui_host beside it, or a name or a type, makes it PostHog's.</summary>
    private bool IsPostHogs(int open)
    {
        if (events.Hold(open) || IsDefault(open) || IsChangedLater(open))
        {
            return false;
        }

        // expect(init).toHaveBeenCalledWith(token, { api_host: '/x', ui_host: '…' }), mixpanel.init(token, { api_host: '/x' })
        var value = WrappedObjects.Start(tree, open);
        if (tree.Parent(value) is >= 0 and var around && tree.Is(around, "(") && tree.IsKind(around - 1, TokenKind.Name))
        {
            // A call of init that was not read is a sentence, or somebody else's; what else is called sends events or sets over.
            var called = tree.Written(around - 1);
            return IsSetConfig(open)
                || (called != "init" && EventProperties.SetsUp(called) && !EventProperties.Sends(called) && !IsMethodOfSdk(around)
                    && (tree.NameHas(around - 1, "posthog") || (tree.IsDot(around - 2) && tree.NameHas(around - 3, "posthog"))));
        }

        return objects.Find(open, "ui_host") is not null || IsNamed(value) || IsTyped(tree.Partner(open) + 1) || IsMemberOfNamed(open);
    }

    /// <summary>posthog.startSessionRecording({ … }): of the SDK's own methods only init and set_config take options.</summary>
    private bool IsMethodOfSdk(int open) => tree.IsDot(open - 2) && tree.IsName(open - 3, "posthog");

    /// <summary>posthog.set_config({ … })</summary>
    private bool IsSetConfig(int open) =>
        open > 2 && tree.Is(open - 1, "(") && tree.IsName(open - 2, "set_config")
        && InitReceiver.Of(tree, open - 2) is { IsPostHog: true };

    /// <summary>The SDK's own defaults have an empty token, which nobody sets up.</summary>
    private bool IsDefault(int open) =>
        objects.Properties(open).Any(property => property is { Name: "token", Kind: PropertyKind.Value } && tree.IsKind(property.Start, TokenKind.String)
            && tree.Inside(property.Start).Length == 0 && property.End == property.Start + 1);

    /// <summary>
    /// Whether the name that the object gets may stand for another by the time it is used, or is what an event is told; what a function
    /// returns may be set over where a call is spread.
    /// </summary>
    private bool IsChangedLater(int open)
    {
        var value = WrappedObjects.Start(tree, open);
        if (tree.IsName(value - 1, "return") || tree.Is(value - 1, "=>"))
        {
            return names.SpreadsACall;
        }

        return tree.Is(value - 1, "||") || tree.Is(value - 1, "??") || IsHeldByWhatChanges(value);
    }

    /// <summary>Whether the variable or the member that holds the object, however deep, gets another value or is given to who may change it.</summary>
    private bool IsHeldByWhatChanges(int at)
    {
        for (var seen = 0; seen < Deepest && at > 0; seen++)
        {
            if (tree.Is(at - 1, "=") ? DeclaredNames.OfValue(tree, at - 1) is { } name && (names.MayChange(name) || names.IsGivenAway(name) || events.IsGiven(name))
                : tree.Is(at - 1, ":") && tree.IsKind(at - 2, TokenKind.Name) && names.IsMemberAssigned(tree.Written(at - 2)))
            {
                return true;
            }

            at = tree.Parent(at);
        }

        return false;
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

    /// <summary>posthog: { clientConfig: { api_host: … } }</summary>
    private bool IsMemberOfNamed(int open) =>
        tree.Is(open - 1, ":") && IsOptionsName(open - 2)
        && tree.Parent(open) is >= 0 and var around && (tree.Is(around - 1, ":") || tree.Is(around - 1, "=")) && tree.NameHas(around - 2, "posthog");

    private bool IsOptionsName(int name) => tree.NameHas(name, "options") || tree.NameHas(name, "config");

    private bool IsTyped(int after) =>
        (tree.IsName(after, "as") || tree.IsName(after, "satisfies"))
        && (tree.NameHas(after + 1, "posthog") || (tree.Is(after + 2, "<") && tree.NameHas(after + 3, "posthog")));
}
