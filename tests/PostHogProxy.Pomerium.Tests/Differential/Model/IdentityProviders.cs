namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>P:config/identity_provider.go, validateIdentityProviders.</summary>
internal static class IdentityProviders
{
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

    public static void Check(Node? node, string? globalFormat, IReadOnlyList<ModelRoute> routes)
    {
        // viper lower-cases the names.
        var providers = Weak.Map(node).ToDictionary(entry => entry.Key.ToLowerInvariant(), entry => Weak.Struct(entry.Value) ?? MapNode.Of());
        foreach (var (name, provider) in providers)
        {
            CheckProvider(name, provider);
        }

        if (providers.Values.Select(provider => Weak.Text(provider.Find("issuer"))).Distinct().Count() < providers.Count)
        {
            throw new NotTakenException("one issuer twice");
        }

        foreach (var route in routes)
        {
            var names = route.Texts("identity_providers") ?? [];
            if ((route.BearerTokenFormat ?? globalFormat) != "JWT")
            {
                if (names.Count > 0)
                {
                    throw new NotTakenException("identity_providers is only valid with bearer_token_format jwt");
                }
            }
            else if (providers.Count == 0 || names.Any(name => !providers.ContainsKey(name)))
            {
                throw new NotTakenException("no identity provider, or an unknown one");
            }
        }
    }

    private static void CheckProvider(string name, MapNode provider)
    {
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
        {
            throw new NotTakenException("bad provider name");
        }

        var issuer = Weak.Text(provider.Find("issuer"));
        var keys = Weak.Text(provider.Find("jwks_url"));
        var isKubernetes = issuer.StartsWith("kubernetes:", StringComparison.OrdinalIgnoreCase);
        if (isKubernetes ? keys.Length > 0 : !IsSecure(issuer) || (keys.Length > 0 && !IsSecure(keys)))
        {
            throw new NotTakenException("bad issuer or jwks_url");
        }

        if (Weak.Texts(provider.Find("audiences")) is not { Count: > 0 } || (Weak.Texts(provider.Find("supported_algs")) ?? []).Any(algorithm => !Algorithms.Contains(algorithm)))
        {
            throw new NotTakenException("no audience, or an unsupported algorithm");
        }
    }

    private static bool IsSecure(string text)
    {
        var url = GoUrl.Parse(text);
        return url.Scheme == "https" || (url.Scheme == "http" && (url.Hostname is "localhost" or "127.0.0.1" || url.Hostname.EndsWith(".localhost", StringComparison.Ordinal)));
    }
}
