using System.Text;
using CsCheck;

namespace PostHogProxy.Pomerium.Tests.Generated;

/// <summary>Texts that look like configurations, and such as have been broken.</summary>
internal static class GeneratedFiles
{
    private static readonly string[] Keys =
    [
        "routes", "policy", "policies", "from", "to", "prefix", "path", "regex", "prefix_rewrite", "regex_rewrite_pattern",
        "regex_rewrite_substitution", "host_rewrite", "preserve_host_header", "allow_public_unauthenticated_access",
        "allow_any_authenticated_user", "allowed_users", "allowed_domains", "timeout", "idle_timeout", "set_request_headers",
        "remove_request_headers", "set_response_headers", "pass_identity_headers", "tls_server_name", "tls_skip_verify", "name",
        "allow", "deny", "or", "and", "not", "nor", "accept", "reject", "email", "claim/x", "public", "source_ip", "http_method", "device",
        "downstream_mtls", "ca", "enforcement", "authenticate_service_url", "cookie_domain", "skip_xff_append", "ppl", "enforced", "id",
        "policyIds", "<<", "From", "allowed_groups", "tracing_provider", "cors_preflight", "x-a", "1", "~", "bearer_token_format",
    ];

    private static readonly string[] Values =
    [
        "https://e.test", "https://us.i.posthog.com", "https://us-assets.i.posthog.com", "https://eu.i.posthog.com/", "http://app:8080",
        "\"https://*.test\"", "https://us.posthog.com/x,1", "/", "/static", "/static/", "/array/", "/x1/", "static", "\"/[a-z]+(\"",
        "\"^/(.*)$\"", "'\\1'", "true", "false", "yes", "30", "30s", "\"30\"", "0", "~", "", "a@b.c", "[Cookie]", "[]", "{}", "\"x,y\"",
        "Cookie", "\"*\"", "!!str 1", "|\n      a\n      b", "2024-01-01", "/.pomerium/x", "tcp+https://a.test:22", "POST", "policy",
    ];

    private static readonly Gen<string> Key = Gen.Int[0, Keys.Length - 1].Select(i => Keys[i]);
    private static readonly Gen<string> Value = Gen.Int[0, Values.Length - 1].Select(i => Values[i]);

    /// <summary>A tree in block style with anchors and aliases, most of it known keys.</summary>
    public static readonly Gen<string> Block = Gen.Select(Gen.Int[0, 40], Gen.Int, (lines, seed) =>
    {
        var random = new Random(seed);
        var text = new StringBuilder("routes:\n");
        var indent = 0;
        for (var i = 0; i < lines; i++)
        {
            indent = Math.Max(0, Math.Min(12, indent + random.Next(-2, 3)));
            var dash = random.Next(3) == 0 ? "- " : "";
            var anchor = random.Next(8) switch { 0 => $"&a{random.Next(3)} ", 1 => $"*a{random.Next(3)}", _ => "" };
            var value = anchor.StartsWith('*') ? "" : random.Next(3) == 0 ? "" : Values[random.Next(Values.Length)];
            text.Append(' ', indent).Append(dash).Append(Keys[random.Next(Keys.Length)]).Append(": ").Append(anchor).Append(value).Append('\n');
        }

        return text.ToString();
    });

    /// <summary>A tree in flow style: always whole, of any shape.</summary>
    public static readonly Gen<string> Flow = Gen.Recursive<string>((depth, inner) => depth > 5
        ? Flat
        : Gen.Frequency((3, Flat), (3, Gen.Select(Key, inner).Select((key, node) => $"{key}: {node}").Array[0, 5].Select(entries => "{" + string.Join(", ", entries) + "}")), (2, inner.Array[0, 4].Select(items => "[" + string.Join(", ", items) + "]"))));

    /// <summary>Routes as people write them, with whatever values.</summary>
    public static readonly Gen<string> Routes = Gen.Select(Key, Value).Select((key, value) => $"{key}: {(value.Contains('\n') ? "x" : value)}").Array[0, 10]
        .Select(entries => "{" + string.Join(", ", entries.DistinctBy(entry => entry.Split(':')[0])) + "}").Array[0, 6]
        .Select(routes => $"{(routes.Length % 2 == 0 ? "routes" : "policy")}: [{string.Join(", ", routes)}]\n");

    /// <summary>One of these, whole or with a few characters put in, taken out or doubled.</summary>
    public static readonly Gen<string> Any = Gen.Select(Gen.OneOf(Block, Flow.Select(text => $"routes: {text}\n"), Routes), Gen.Int, (text, seed) => seed % 2 == 0 ? text : Broken(text, new Random(seed)));

    private static Gen<string> Flat => Value.Select(value => value.Contains('\n') ? "x" : value.Length == 0 ? "~" : value);

    private static string Broken(string text, Random random)
    {
        const string dirt = "\t:{}[]&*!|>'\"%@`#-\n \uFEFF\0🙂,?<";
        for (var i = random.Next(1, 5); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, Math.Min(text.Length - at, random.Next(1, 9))),
                1 => text.Insert(at, dirt[random.Next(dirt.Length)].ToString()),
                _ => text.Insert(at, text[..at]),
            };
        }

        return text;
    }
}
