using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// Reads the options of <c>init</c>. What may come from elsewhere (a spread, a call, an import) is unknown, and so is all that it may
/// set or have set over.
/// </summary>
internal sealed class OptionsReader(ScriptTree tree, ScriptNames names, ScriptObjects objects, ValueReader values)
{
    private const int DeepestOptions = 6;

    // Other SDKs of PostHog, and wrappers, have their host under these names: the default is then none of our business.
    private static readonly HashSet<string> OtherHosts = ["host", "apiHost", "hostUrl", "uiHost", "url"];

    private readonly Dictionary<int, ClientOptions> _read = [];
    private readonly Dictionary<int, ClientOptions> _declared = [];

    /// <summary>The objects that were read: none of them is a set-up of its own.</summary>
    public ICollection<int> Seen => _read.Keys;

    public ClientOptions Read(int start, int end, int depth = 0)
    {
        var range = tree.RangeOf(start, end);
        if (depth > DeepestOptions || start >= end)
        {
            return ClientOptions.Unreadable(range);
        }

        if (tree.Is(start, "(") && tree.Partner(start) == end - 1)
        {
            return Read(start + 1, end - 1, depth + 1);
        }

        if (tree.Is(start, "{") && tree.Partner(start) is var close && close >= start && close < end && IsType(close + 1, end))
        {
            return ReadObject(start, depth);
        }

        if (Ternary(start, end) is var (question, colon) && colon > 0)
        {
            return Either(Read(question + 1, colon, depth + 1), Read(colon + 1, end, depth + 1), range);
        }

        if (tree.IsKind(start, TokenKind.Name) && IsType(start + 1, end) && names.ValueOf(start) is >= 0 and var declared)
        {
            // Many calls may name one object.
            if (!_declared.TryGetValue(declared, out var read))
            {
                _declared[declared] = ClientOptions.Unreadable(range);
                _declared[declared] = read = Read(declared, values.EndOf(declared), depth + 1);
            }

            return names.IsPassed(start) ? ClientOptions.Unreadable(range) with { IsForBrowser = read.IsForBrowser } : read;
        }

        return ClientOptions.Unreadable(range);
    }

    /// <summary>The member <c>host</c> of posthog-js-lite's options.</summary>
    public ClientSetting ReadLite(int start, int end)
    {
        var unreadable = ClientSetting.Unreadable(tree.RangeOf(start, end));
        if (tree.IsKind(start, TokenKind.Name) && end == start + 1 && !names.IsPassed(start) && names.ValueOf(start) is >= 0 and var declared)
        {
            (start, end) = (declared, values.EndOf(declared));
        }

        if (!tree.Is(start, "{") || tree.Partner(start) is not (> 0 and var close) || close >= end || !IsType(close + 1, end) || names.IsMemberAssigned("host"))
        {
            return unreadable;
        }

        var properties = objects.Properties(start);
        return properties.Any(static property => property.Kind is PropertyKind.Spread or PropertyKind.Unreadable)
            || properties.Any(static property => property is { Name: "host", Kind: not PropertyKind.Value })
            ? unreadable
            : objects.Find(start, "host") is { } host ? values.Read(host.Start, host.End).AsHost() : default;
    }

    public ClientOptions ReadObject(int open, int depth = 0)
    {
        if (_read.TryGetValue(open, out var known))
        {
            return known;
        }

        _read[open] = ClientOptions.Unreadable(tree.RangeOf(open, open + 1));
        var options = ClientOptions.None;
        var hasOtherHost = false;
        foreach (var property in objects.Properties(open))
        {
            options = property.Kind switch
            {
                PropertyKind.Spread => Spread(options, property, depth),
                PropertyKind.Unreadable => ClientOptions.Unreadable(tree.RangeOf(property.Start, property.End)),
                _ => Set(options, property),
            };
            hasOtherHost |= OtherHosts.Contains(property.Name);
        }

        if (hasOtherHost && !options.IsForBrowser)
        {
            options = options.OrUnknown(tree.RangeOf(open, open + 1));
        }

        return _read[open] = options;
    }

    private ClientOptions Set(ClientOptions options, ScriptProperty property)
    {
        if (!ClientOptions.IsHost(property.Name))
        {
            return options;
        }

        var value = property.Kind == PropertyKind.Value
            ? values.Read(property.Start, property.End)
            : ScriptValue.Unreadable(tree.RangeOf(property.Start, property.End));
        var isEmpty = value.Text == "" || value.Branches?.Any(branch => branch.Text == "") == true;
        var isChanged = names.IsMemberAssigned(property.Name);
        return options.With(
            property.Name,
            isChanged || (property.Name == "api_host" && isEmpty) ? ClientSetting.Unreadable(value.Range) : value.AsHost());
    }

    private ClientOptions Spread(ClientOptions before, ScriptProperty spread, int depth)
    {
        var (start, end) = (spread.Start, spread.End);
        if (tree.Is(start, "(") && tree.Partner(start) == end - 1)
        {
            (start, end) = (start + 1, end - 1);
        }

        // ...(isDev && { debug: true }) and ...(isDev ? { … } : {}) change nothing when they do not name the hosts.
        var isConditional = false;
        var partStart = start;
        for (var i = start; i < end; i = tree.After(i))
        {
            if (tree.Is(i, "&&") || tree.Is(i, "?"))
            {
                isConditional = true;
                partStart = i + 1;
            }
            else if (isConditional && tree.Is(i, ":"))
            {
                before = Merge(before, Read(partStart, i, depth + 1), isConditional);
                partStart = i + 1;
            }
        }

        return Merge(before, Read(partStart, end, depth + 1), isConditional);
    }

    private static ClientOptions Merge(ClientOptions before, ClientOptions over, bool isConditional) =>
        over.Over(before, (old, changed) =>
            changed.State == SettingState.Absent ? old : isConditional ? ClientSetting.Unreadable(changed.Range) : changed);

    /// <summary>One object or the other: a setting has two values then.</summary>
    private static ClientOptions Either(ClientOptions yes, ClientOptions no, TextRange range) =>
        no.Over(yes, (one, other) => ClientSetting.Either(one, other, range));

    /// <summary>Where the question mark and the colon of an expression stand; -1 where it is no ternary.</summary>
    private (int Question, int Colon) Ternary(int start, int end)
    {
        var (question, colon, open) = (-1, -1, 0);
        for (var i = start; i < end && colon < 0; i = tree.After(i))
        {
            if (tree.Is(i, "?"))
            {
                (question, open) = question < 0 ? (i, 0) : (question, open + 1);
            }
            else if (question >= 0 && tree.Is(i, ":") && open-- == 0)
            {
                colon = i;
            }
        }

        return (question, colon);
    }

    /// <summary>Whether nothing but a type stands there: <c>as const</c>, <c>satisfies Partial&lt;PostHogConfig&gt;</c>, <c>!</c>.</summary>
    private bool IsType(int start, int end)
    {
        if (start < end && !tree.IsName(start, "as") && !tree.IsName(start, "satisfies") && !tree.Is(start, "!"))
        {
            return false;
        }

        for (var i = start; i < end; i = tree.After(i))
        {
            if (tree.Is(i, "||") || tree.Is(i, "??") || tree.Is(i, "&&") || tree.Is(i, "?") || tree.Is(i, "("))
            {
                return false;
            }
        }

        return true;
    }
}
