using System.Text;

namespace PostHogProxy.Pomerium.Tests.Generated;

/// <summary>One mistake and the id of the one finding it is.</summary>
/// <param name="Id">The rule.</param>
/// <param name="Change">What is done to the clean main route, a list of keys with values.</param>
/// <param name="Globals">Lines of the file itself.</param>
internal sealed record SingleMistake(string Id, Action<Dictionary<string, string>>? Change = null, string Globals = "")
{
    public string Write(string region, bool isUnderPath, bool isFlow)
    {
        var path = isUnderPath ? "/t7x" : "";
        var main = Route(path, "", $"https://{region}.i.posthog.com", "main");
        Change?.Invoke(main);
        var text = new StringBuilder(Globals).Append("routes:\n");
        Append(text, Route(path, "static/", $"https://{region}-assets.i.posthog.com", "static"), isFlow);
        Append(text, Route(path, "array/", $"https://{region}-assets.i.posthog.com", "array"), isFlow);
        Append(text, main, isFlow);
        return text.Append("- {from: https://app.test, to: http://app, allowed_users: [x]}\n").ToString();
    }

    private static Dictionary<string, string> Route(string path, string folder, string to, string name)
    {
        var keys = new Dictionary<string, string> { ["name"] = name, ["from"] = "https://e.test", ["to"] = to };
        if (path.Length + folder.Length > 0)
        {
            keys["prefix"] = $"{path}/{folder}";
        }

        if (path.Length > 0)
        {
            keys["prefix_rewrite"] = "/" + folder;
        }

        keys["allow_public_unauthenticated_access"] = "true";
        keys["remove_request_headers"] = "[Cookie]";
        return keys;
    }

    private static void Append(StringBuilder text, Dictionary<string, string> route, bool isFlow)
    {
        var lines = route.Select(key => $"{key.Key}: {key.Value}");
        text.Append(isFlow ? "- {" + string.Join(", ", lines) + "}\n" : "- " + string.Join("\n  ", lines) + "\n");
    }
}

internal static class SingleMistakes
{
    private const string Switch = "allow_public_unauthenticated_access";

    public static readonly IReadOnlyList<SingleMistake> All =
    [
        new("PHX4001", route => { route.Remove(Switch); route["policy"] = "{allow: {or: [{public: true}]}}"; }),
        new("PHX4001", route => { route.Remove(Switch); route["policy"] = "{allow: {or: [{accpet: true}]}}"; }),
        new("PHX4002", route => { route.Remove(Switch); route["policy"] = "{allow: {any: [{accept: true}]}}"; }),
        new("PHX4002", route => { route.Remove(Switch); route["policy"] = "{allow: {or: {accept: true}}}"; }),
        new("PHX4003", route => route.Remove(Switch)),
        new("PHX4003", route => { route.Remove(Switch); route["allow_any_authenticated_user"] = "true"; }),
        new("PHX4003", route => { route.Remove(Switch); route["policy"] = "{allow: {and: [{accept: true}, {domain: b.c}]}}"; }),
        new("PHX4004", route => route["policy"] = "{deny: {or: [{email: a@b.c}]}}"),
        new("PHX4005", route => route["allowed_domains"] = "[b.c]"),
        new("PHX4009", route => route["to"] = route["to"].Replace(".i.", ".", StringComparison.Ordinal)),
        new("PHX4009", route => route["to"] = route["to"].Contains("us.", StringComparison.Ordinal) ? "https://eu.i.posthog.com" : "https://us.i.posthog.com"),
        new("PHX4009", route => route["to"] = route["to"].Replace(".i.", "-assets.i.", StringComparison.Ordinal)),
        new("PHX4010", route => route["preserve_host_header"] = "true"),
        new("PHX4010", route => route["host_rewrite"] = "e.test"),
        new("PHX4011", route => route["tls_upstream_server_name"] = "e.test"),
        new("PHX4011", route => route["tls_server_name"] = "e.test"),
        new("PHX4012", route => { route.Remove("prefix_rewrite"); route["to"] += "/hog"; }),
        new("PHX4014", route => { route["prefix_rewrite"] = "/"; route["regex_rewrite_pattern"] = "a"; }),
        new("PHX4015", route => route["from"] = "e.test"),
        new("PHX4015", route => route["from"] = "https://"),
        new("PHX4016", Globals: "client_ca_file: a\n"),
        new("PHX4016", route => route["allowed_groups"] = "[x]"),
        new("PHX4017", route => route[Switch] = "yes"),
        new("PHX4017", route => route["timeout"] = "30"),
        new("PHX4017", route => route["Name"] = "again"),
        new("PHX4019", Globals: "downstream_mtls: {ca: eA==}\n"),
        new("PHX4021", Globals: "a: b: c\n"),
        new("PHX4021", Globals: "a: *b\n"),
        new("PHX4030", route => { route.Remove(Switch); route["policy"] = "{allow: {or: [{accept: no}]}}"; }),
        new("PHX4031", route => route["pass_identity_headers"] = "true"),
        new("PHX4032", route => route["set_request_headers"] = "{X-A: \"$pomerium.access_token\"}"),
        new("PHX4033", route => route.Remove("remove_request_headers")),
        new("PHX4034", Globals: "skip_xff_append: true\n"),
        new("PHX4035", route => route["to"] = route["to"].Replace("https", "http", StringComparison.Ordinal)),
        new("PHX4036", route => { route.Remove(Switch); route["cors_allow_preflight"] = "true"; }),
        new("PHX4037", Globals: "set_response_headers: {Content-Type: text/plain}\n"),
        new("PHX4038", route => route["allow_websockets"] = "true"),
        new("PHX4039", route => route["timeout"] = "3s"),
        new("PHX4040", route => route["preserve_host_haeder"] = "true"),
        new("PHX4040", route => { route.Remove("to", out var to); route["too"] = to!; }),
        new("PHX4040", route => { route.Remove(Switch); route["public"] = "true"; }),
        new("PHX4040", route => { route.Remove(Switch); route["polcy"] = "{allow: {or: [{accept: true}]}}"; }),
        new("PHX4040", route => { route.Remove("remove_request_headers"); route["remove_request_header"] = "[Cookie]"; }),
        new("PHX4040", route => { route.Remove("from"); route["form"] = "https://e.test"; }),
        new("PHX4045", route => route["from"] = "http://e.test"),
        new("PHX4047", route => { route.Remove(Switch); route["policy"] = "{allow: {or: [{http_method: POST}]}}"; }),
        new("PHX4062", route => route["regex_priority_order"] = "1"),
        new("PHX4063", Globals: "bearer_token_format: idp_access_token\n"),
        new("PHX4064", Globals: "authenticate_service_url: https://e.test\n"),
        new("PHX4066", route => route["tls_server_name"] = route["to"]["https://".Length..]),
    ];
}
