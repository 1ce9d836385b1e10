namespace PostHogProxy.Rules.Blocking;

/// <summary>What stands behind the <c>$</c> of a rule.</summary>
internal sealed class RuleOptions
{
    private enum Hosts
    {
        Any,
        PageHostOnly,
        OtherHostsOnly,
    }

    private static readonly Dictionary<string, RequestKinds> Kinds = new(StringComparer.Ordinal)
    {
        ["script"] = RequestKinds.Script,
        ["xhr"] = RequestKinds.Xhr,
        ["xmlhttprequest"] = RequestKinds.Xhr,
        ["ping"] = RequestKinds.Ping,
        ["beacon"] = RequestKinds.Ping,
        ["all"] = RequestKinds.All,

        // Kinds that posthog-js never makes. A rule for these alone is none for us; $popup is about windows, in every blocker but AdGuard's.
        ["image"] = RequestKinds.None,
        ["css"] = RequestKinds.None,
        ["stylesheet"] = RequestKinds.None,
        ["font"] = RequestKinds.None,
        ["media"] = RequestKinds.None,
        ["object"] = RequestKinds.None,
        ["object-subrequest"] = RequestKinds.None,
        ["frame"] = RequestKinds.None,
        ["subdocument"] = RequestKinds.None,
        ["doc"] = RequestKinds.None,
        ["document"] = RequestKinds.None,
        ["websocket"] = RequestKinds.None,
        ["other"] = RequestKinds.None,
        ["popup"] = RequestKinds.None,
        ["popunder"] = RequestKinds.None,
    };

    private Hosts _hosts;
    private List<string>? _methods;
    private List<string>? _otherMethods;

    public static readonly RuleOptions None = new();

    public RequestKinds RequestKinds { get; private set; } = RequestKinds.All;

    public bool IsImportant { get; private set; }

    public bool IsBadFilter { get; private set; }

    public bool MindsCase { get; private set; }

    /// <summary>
    /// Null where the rule can block nothing of ours: bound to a site, an address, a header, or another site's requests, for other kinds of
    /// requests, changing requests rather than blocking them, or with an option that nobody told us of.
    /// </summary>
    public static RuleOptions? Parse(string text, bool isException)
    {
        var options = new RuleOptions();
        var asked = RequestKinds.None;
        var refused = RequestKinds.None;
        bool asks = false, asksOwn = false, asksOther = false, namesSites = false, needsSites = false;
        foreach (var option in text.Split(','))
        {
            var isNegated = option.Length > 0 && option[0] == '~';
            var name = isNegated ? option.Substring(1) : option;
            if (Kinds.TryGetValue(name, out var kind))
            {
                asks |= !isNegated;
                asked |= isNegated ? RequestKinds.None : kind;
                refused |= isNegated ? kind : RequestKinds.None;
                continue;
            }

            var equals = name.IndexOf('=');
            var value = equals < 0 ? null : name.Substring(equals + 1);
            switch (equals < 0 ? name : name.Substring(0, equals), value)
            {
                case ("1p" or "first-party", null):
                    asksOwn |= !isNegated;
                    asksOther |= isNegated;
                    break;
                case ("3p" or "third-party", null):
                    asksOwn |= isNegated;
                    asksOther |= !isNegated;
                    break;
                case ("strict1p" or "strict-first-party", null) when !isNegated:
                    options._hosts = Hosts.PageHostOnly;
                    break;
                case ("strict3p" or "strict-third-party", null) when !isNegated:
                    options._hosts = Hosts.OtherHostsOnly;
                    break;
                case ("important", null) when !isNegated && !isException:
                    options.IsImportant = true;
                    break;
                case ("badfilter", null) when !isNegated:
                    options.IsBadFilter = true;
                    break;
                case ("match-case", null) when !isNegated:
                    options.MindsCase = true;
                    break;
                case ("domain" or "from" or "to", { Length: > 0 }) when !isNegated && IsEverywhereBut(value):
                    namesSites |= name[0] != 't';
                    break;
                case ("denyallow", { Length: > 0 }) when !isNegated:
                    // Spares the named sites, of which ours is none; blockers refuse it without a domain option beside it.
                    needsSites = true;
                    break;
                case ("method", { Length: > 0 }) when !isNegated:
                    options.SetMethods(value);
                    break;

                // Answered with an empty resource of the blocker's own, which is as good as blocked.
                case ("redirect" or "rewrite", { Length: > 0 }) when !isNegated && !isException:
                case ("empty", null) when !isNegated && !isException:
                    break;
                case var (filler, _) when value is null && filler.Length > 0 && filler.Trim('_').Length == 0:
                    break;
                default:
                    return null;
            }
        }

        options.RequestKinds = (asks ? asked : RequestKinds.All) & ~refused;
        var isForOthersOnly = asksOther && !asksOwn;
        return options.RequestKinds == RequestKinds.None || isForOthersOnly || (needsSites && !namesSites) ? null : options;
    }

    public bool Allows(RequestUrl url) =>
        (RequestKinds & url.Kind) != 0
        && (_hosts == Hosts.Any || (_hosts == Hosts.PageHostOnly) == url.IsPageHost)
        && (_methods is null || _methods.Contains(url.Method))
        && (_otherMethods is null || !_otherMethods.Contains(url.Method));

    // One named site is enough: nobody's proxy is on it.
    private static bool IsEverywhereBut(string sites)
    {
        foreach (var site in sites.Split('|'))
        {
            if (site.Length < 2 || site[0] != '~')
            {
                return false;
            }
        }

        return true;
    }

    private void SetMethods(string value)
    {
        foreach (var method in value.ToUpperInvariant().Split('|'))
        {
            if (method.Length > 0 && method[0] == '~')
            {
                (_otherMethods ??= []).Add(method.Substring(1));
            }
            else
            {
                (_methods ??= []).Add(method);
            }
        }
    }
}
