using System.Text.Json.Nodes;

namespace PostHogProxy.Pomerium.Tests.Writing;

/// <summary>What Zero would hold after Terraform had run, or after somebody had filled in its console: under the names of its API.</summary>
internal static class ZeroFile
{
    // As the provider (snake case), the console (words) and the API (camel case) write them.
    private static readonly string[] Names =
    [
        "name|Name|name", "from|From|from", "to|To|to", "prefix|Prefix|prefix", "prefix_rewrite|Prefix Rewrite|prefixRewrite", "policies|Policies|policyIds",
        "pass_identity_headers|Pass Identity Headers|passIdentityHeaders", "remove_request_headers|Remove Request Headers|removeRequestHeaders",
        "enforced||enforced", "ppl||ppl",
    ];

    public static string OfTerraform(JsonObject resources)
    {
        return new JsonObject { ["policies"] = All("pomerium_policy"), ["routes"] = All("pomerium_route") }.ToJsonString();

        JsonArray All(string type) => [.. resources[type]!.AsObject().Select(resource =>
        {
            var values = Renamed(resource.Value![0]!.AsObject().Where(value => value.Key != "namespace_id"));
            values["id"] = $"${{{type}.{resource.Key}.id}}";
            return (JsonNode)values;
        })];
    }

    public static string OfConsole(string markdown)
    {
        var sections = markdown.Split("## ", StringSplitOptions.RemoveEmptyEntries).Select(section => section.Split('\n')
            .Where(line => line.Contains('`', StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .ToDictionary(cells => cells[1].Trim(), cells => cells[2].Trim().Trim('`'))).ToList();
        var policy = new JsonObject { ["id"] = "p", ["name"] = sections[0]["Name"] };
        policy["enforced"] = sections[0]["Policy Enforcement"] switch { "Optional" => false, "Enforced" => true, var other => throw new InvalidDataException(other) };
        policy["ppl"] = sections[0]["Override"] switch { "Public Access" => JsonNode.Parse("""{"allow": {"or": [{"accept": true}]}}"""), var other => throw new InvalidDataException(other) };
        return new JsonObject
        {
            ["policies"] = new JsonArray(policy),
            ["routes"] = new JsonArray([.. sections.Skip(1).Select(section => Renamed(section.Select(field => KeyValuePair.Create(field.Key, Value(field.Key, field.Value)))))]),
        }.ToJsonString();
    }

    private static JsonNode? Value(string field, string text) => field switch
    {
        "Pass Identity Headers" => text switch { "off" => false, "on" => true, _ => throw new InvalidDataException(text) },
        "To" or "Policies" or "Remove Request Headers" => new JsonArray(text),
        _ => text,
    };

    private static JsonObject Renamed(IEnumerable<KeyValuePair<string, JsonNode?>> values) =>
        new(values.Select(value => KeyValuePair.Create(ApiName(value.Key), value.Value?.DeepClone())));

    private static string ApiName(string name) => Names.Select(names => names.Split('|')).Single(names => names[0] == name || names[1] == name)[2];
}
