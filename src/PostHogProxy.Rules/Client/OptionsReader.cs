using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>The two hosts of an options object.</summary>
/// <param name="ApiHost">The member <c>api_host</c>.</param>
/// <param name="UiHost">The member <c>ui_host</c>.</param>
/// <param name="IsForBrowser">Whether one of the two is named: then it is the browser SDK's object, and what is missing is missing.</param>
internal sealed record ClientOptions(ClientSetting ApiHost, ClientSetting UiHost, bool IsForBrowser = false)
{
    public static readonly ClientOptions None = new(default, default);

    public static ClientOptions Unreadable(TextRange range) => new(ClientSetting.Unreadable(range), ClientSetting.Unreadable(range));

    public ClientOptions OrUnknown(TextRange range) => this with { ApiHost = ApiHost.OrUnknown(range), UiHost = UiHost.OrUnknown(range) };
}

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

        if (tree.IsKind(start, TokenKind.Name) && IsType(start + 1, end) && names.ValueOf(start) is >= 0 and var declared)
        {
            var read = Read(declared, values.EndOf(declared), depth + 1);
            return names.IsPassed(start) ? read.OrUnknown(range) : read;
        }

        return ClientOptions.Unreadable(range);
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
        if (property.Name is not ("api_host" or "ui_host"))
        {
            return options;
        }

        var value = property.Kind == PropertyKind.Value
            ? values.Read(property.Start, property.End)
            : ScriptValue.Unreadable(tree.RangeOf(property.Start, property.End));
        var setting = value.AsHost();
        return property.Name == "ui_host"
            ? options with { UiHost = setting, IsForBrowser = true }
            : options with { ApiHost = value.Text == "" ? ClientSetting.Unreadable(value.Range) : setting, IsForBrowser = true };
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

    private static ClientOptions Merge(ClientOptions before, ClientOptions over, bool isConditional)
    {
        return new(
            Over(before.ApiHost, over.ApiHost),
            Over(before.UiHost, over.UiHost),
            before.IsForBrowser || over.IsForBrowser);

        ClientSetting Over(ClientSetting old, ClientSetting changed) =>
            changed.State == SettingState.Absent ? old : isConditional ? ClientSetting.Unreadable(changed.Range) : changed;
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
