using PostHogProxy.Pomerium.Reading.Shapes;
using PostHogProxy.Pomerium.Values;
using PostHogProxy.Pomerium.Yaml;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>Providers of JWT bearer tokens and the routes that name them (P:config/identity_provider.go, validateIdentityProviders).</summary>
internal sealed class IdentityProviders
{
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

    private readonly PomeriumConfiguration _configuration;
    private readonly List<Finding> _findings;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _issuers = new(StringComparer.Ordinal);

    private IdentityProviders(PomeriumConfiguration configuration, List<Finding> findings)
    {
        _configuration = configuration;
        _findings = findings;
    }

    public static void Judge(PomeriumConfiguration configuration, List<Finding> findings)
    {
        if (!configuration.IsZero)
        {
            var providers = new IdentityProviders(configuration, findings);
            providers.JudgeProviders();
            providers.JudgeRoutes();
        }
    }

    private void JudgeProviders()
    {
        var entry = _configuration.Root.Find("identity_providers");
        var providers = entry?.Value is ScalarNode text ? JsonText.Parse(text) : entry is null ? null : ViperSettings.Kept(entry.Value);
        foreach (var provider in (providers as MappingNode)?.Entries ?? [])
        {
            // viper lowers the names of keys, and takes a dot for a level.
            _names.Add(provider.Name.ToLowerInvariant());
            if (provider.Name.Length == 0 || provider.Name.Contains('/') || provider.Name.Contains('.'))
            {
                Tell(provider.Key, $"'{provider.Name}' isn't a valid name of an identity provider. A name has no slash and no dot", "Choose another name.");
            }
            else if (provider.Value is MappingNode settings)
            {
                JudgeProvider(provider, settings);
            }
            else if (provider.Scalar is { } date && GoScalar.Of(date).Kind == GoKind.Time)
            {
                // A date is a struct without fields to Go.
                JudgeProvider(provider, new MappingNode(date.Range, [], isFlow: true));
            }
        }
    }

    private void JudgeProvider(MappingEntry provider, MappingNode settings)
    {
        var issuer = settings.Find("issuer")?.Scalar;
        if (issuer is null || ScalarValue.Text(issuer) is not { Length: > 0 } text)
        {
            Tell(provider.Key, $"The identity provider '{provider.Name}' has no issuer", "Write issuer: with its URL.");
            return;
        }

        var keys = settings.Find("jwks_url")?.Scalar is { Value.Length: > 0 } written ? written : null;
        if (text.StartsWith("kubernetes:", StringComparison.OrdinalIgnoreCase))
        {
            if (keys is not null)
            {
                Tell(keys, "With an issuer kubernetes://, the jwks_url is the cluster's own and can't be set", "Remove it.");
            }
        }
        else if (!IsSecure(text))
        {
            Tell(issuer, $"The issuer '{text}' isn't an https URL (http is for the machine itself only)", "Write https:// and the host.");
        }
        else if (keys is not null && !IsSecure(keys.Value))
        {
            Tell(keys, $"The jwks_url '{keys.Value}' isn't an https URL (http is for the machine itself only)", "Write https:// and the host.");
        }

        if (!_issuers.Add(text))
        {
            Tell(issuer, $"Two identity providers have the issuer '{text}'", "Keep one of them.");
        }

        if (settings.Find("audiences") is not { } audiences || ListShape.Items(audiences.Value).Count == 0)
        {
            Tell(provider.Key, $"The identity provider '{provider.Name}' has no audiences", "Write audiences: with the aud of its tokens.");
        }

        foreach (var algorithm in settings.Find("supported_algs") is { } list ? ListShape.Items(list.Value).OfType<ScalarNode>() : [])
        {
            if (!Algorithms.Contains(algorithm.Value, StringComparer.Ordinal))
            {
                Tell(algorithm, $"Pomerium doesn't support the algorithm '{algorithm.Value}'. The algorithms are {string.Join(", ", Algorithms)}", "Use one of these.");
            }
        }
    }

    private void JudgeRoutes()
    {
        var everywhere = IsJwt(_configuration.Root.Find("bearer_token_format")) ?? false;
        foreach (var route in _configuration.Routes)
        {
            var format = route.Find("bearer_token_format");
            var isJwt = IsJwt(format) ?? everywhere;
            var named = route.Find("identity_providers");
            var items = named is null ? [] : ListShape.Items(named.Value).OfType<ScalarNode>().ToList();
            if (!isJwt)
            {
                if (items.Count > 0)
                {
                    Tell(named!.Key, $"{route.Label} has identity_providers, but not bearer_token_format: jwt", "Write bearer_token_format: jwt, or remove the key.");
                }
            }
            else if (_names.Count == 0)
            {
                Tell(
                    format is null ? route.FromText ?? (ConfigurationNode)route.Node : format.Value,
                    $"{route.Label} takes bearer tokens as jwt, and the file has no identity_providers",
                    "Write identity_providers: at the top of the file, or another bearer_token_format.");
            }
            else if (items.FirstOrDefault(item => !_names.Contains(item.Value)) is { } unknown)
            {
                var lower = unknown.Value.ToLowerInvariant();
                Tell(
                    unknown,
                    $"{route.Label} names the identity provider '{unknown.Value}', which the file does not have",
                    _names.Contains(lower) ? $"Names are in lower case. Write '{lower}'." : "Use the name of one below identity_providers.");
            }
        }
    }

    // Null where nothing is set.
    private static bool? IsJwt(MappingEntry? entry)
    {
        if (entry?.Scalar is not { } scalar)
        {
            return null;
        }

        var value = GoScalar.Of(scalar);
        return value.Kind == GoKind.Text
            ? value.Text.Equals("jwt", StringComparison.OrdinalIgnoreCase) || value.Text.EndsWith("_jwt", StringComparison.OrdinalIgnoreCase)
            : Math.Truncate(value.Number) == 4;
    }

    private static bool IsSecure(string text)
    {
        var url = PomeriumUrl.Parse(text, out _);
        var host = url?.Host.Trim('[', ']').ToLowerInvariant() ?? "";
        return url is not null && url.Authority.Length > 0
            && (url.Scheme == "https" || (url.Scheme == "http"
                && (host == "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal) || host == "::1" || (host.StartsWith("127.", StringComparison.Ordinal) && GoAddress.IsIp(host)))));
    }

    private void Tell(ConfigurationNode at, string what, string fix) => new ShapeProblems(_findings, "identity_providers", at.Range).Tell(at, what, fix);
}
