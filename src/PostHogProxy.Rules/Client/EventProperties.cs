namespace PostHogProxy.Rules.Client;

/// <summary>
/// Knows the objects that are what is told of an event or a person. An event may have a property by any name, <c>api_host</c> too.
/// </summary>
internal sealed class EventProperties
{
    private const int FarthestCall = 16;
    private const int FarthestMember = 60;

    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal)
    {
        "capture", "captureException", "captureImmediate", "captureTraceFeedback", "captureTraceMetric", "capture_exception",
        "register", "register_once", "register_for_session", "registerOnce", "registerForSession",
        "identify", "identifyImmediate", "alias", "aliasImmediate", "group", "groupIdentify", "setPersonProperties",
        "setPersonPropertiesForFlags", "setGroupPropertiesForFlags", "unsetPersonProperties", "people", "set", "set_once", "setOnce",
        "updateFlags", "overrideFeatureFlags", "renderSurvey", "screen", "track", "page", "setContext", "setTags", "setExtra", "setUserProperties", "log",
    };

    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "properties", "props", "eventProperties", "personProperties", "groupProperties", "$set", "$set_once", "userProperties", "metadata", "data",
        "payload", "body", "context", "extra", "tags", "traits",
    };

    // No set-up has a member of this name, and every event has.
    private static readonly HashSet<string> OfEvents = new(StringComparer.Ordinal) { "event", "eventName", "event_name", "distinct_id", "distinctId" };

    // How the names of such objects end: superProperties, eventProps.
    private static readonly string[] Endings = ["properties", "props", "traits", "payload", "attributes", "eventdata", "metadata", "tags"];

    // Words of the functions that set something up; what else is called after PostHog sends something.
    private static readonly string[] Setting = ["init", "config", "setup", "start", "boot", "load", "create", "install", "provide", "plugin", "module"];

    private static readonly string[] Sending = ["capture", "track", "log", "identify", "send", "report", "record"];

    private readonly ScriptTree _tree;
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);

    public EventProperties(ScriptTree tree)
    {
        _tree = tree;
        for (var i = 1; i < tree.Count; i++)
        {
            tree.Steps.Take();
            if (tree.Is(i, "(") && tree.Partner(i) > i && tree.IsAnyName(i - 1, Methods))
            {
                for (var at = i + 1; at < tree.Partner(i); at = tree.After(at))
                {
                    if (tree.IsKind(at, TokenKind.Name) && !tree.IsDot(at - 1))
                    {
                        _given.Add(tree.Written(at));
                    }
                }
            }
        }
    }

    /// <summary>Whether a name is given to a call that sends an event anywhere in the file.</summary>
    public bool IsGiven(string name) => _given.Contains(name);

    /// <summary>Whether an object stands in the arguments of such a call, however deep, or under the name of such properties.</summary>
    public bool Hold(int open)
    {
        var at = open;
        for (var seen = 0; at >= 0 && seen < FarthestCall; seen++)
        {
            var value = WrappedObjects.Start(_tree, at);
            if ((_tree.Is(at, "(") && _tree.IsAnyName(at - 1, Methods))
                || ((_tree.Is(value - 1, ":") || _tree.Is(value - 1, "=")) && (_tree.IsAnyName(value - 2, Members) || EndsSo(value - 1)))
                || (_tree.Is(at, "{") && (Returns(value) || IsEvent(at)))
                || (_tree.Is(value - 1, "=") && DeclaredNames.OfValue(_tree, value - 1) is { } name && IsGiven(name))
                || (_tree.Is(at, "[") && IsQueued(at)))
            {
                return true;
            }

            at = _tree.Parent(at);
        }

        return false;
    }

    // { event: 'x', properties: { … } }
    private bool IsEvent(int open)
    {
        var close = _tree.Partner(open);
        var seen = 0;
        for (var i = open + 1; i < close && seen < FarthestMember; i = _tree.After(i), seen++)
        {
            if (_tree.IsAnyName(i, OfEvents) && (_tree.Is(i + 1, ":") || _tree.Is(i + 1, ",") || i + 1 == close) && (_tree.Is(i - 1, ",") || i - 1 == open))
            {
                return true;
            }
        }

        return false;
    }

    // posthog.push(['capture', 'x', { … }])
    private bool IsQueued(int open) =>
        _tree.IsKind(open + 1, TokenKind.String) && Methods.Contains(_tree.Text.Substring(_tree.Inside(open + 1).Start, _tree.Inside(open + 1).Length));

    // function eventProperties() { return { … } }, const superProps = () => ({ … })
    private bool Returns(int value)
    {
        var body = _tree.IsName(value - 1, "return") ? _tree.Parent(value) : _tree.Is(value - 1, "=>") ? value : -1;
        return body >= 0 && DeclaredNames.OfFunction(_tree, body) is { } name && IsEnding(name);
    }

    private bool EndsSo(int sign) =>
        (_tree.Is(sign, "=") ? DeclaredNames.OfValue(_tree, sign) : _tree.IsKind(sign - 1, TokenKind.Name) ? _tree.Written(sign - 1) : null) is { } name
        && IsEnding(name);

    // The props of a provider set it up.
    private static bool IsEnding(string name) =>
        Endings.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
        && name.IndexOf("provider", 0, StringComparison.OrdinalIgnoreCase) < 0
        && !name.Equals("posthogProps", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a function's name says that it sends something about what happened.</summary>
    public static bool Sends(string function) =>
        Methods.Contains(function) || Sending.Any(word => function.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a function's name says that it sets something up.</summary>
    public static bool SetsUp(string function) => Setting.Any(word => function.IndexOf(word, 0, StringComparison.OrdinalIgnoreCase) >= 0);
}
