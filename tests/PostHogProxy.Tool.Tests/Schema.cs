using System.Text.Json;
using System.Text.RegularExpressions;

namespace PostHogProxy.Tool.Tests;

/// <summary>As much of JSON Schema as our schemas use. A keyword that is not known here is a violation, so none is passed over.</summary>
internal static class Schema
{
    private static readonly string[] Annotations = ["$schema", "$id", "$defs", "title", "description"];

    /// <summary>The schema in docs of that name.</summary>
    public static JsonElement Read(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{name}.schema.json")));
        return document.RootElement.Clone();
    }

    public static IEnumerable<string> Violations(JsonElement schema, JsonElement value) => Violations(schema, schema, value, "$");

    private static IEnumerable<string> Violations(JsonElement root, JsonElement schema, JsonElement value, string at) =>
        schema.EnumerateObject().Where(keyword => !Annotations.Contains(keyword.Name)).SelectMany(keyword => keyword.Name switch
        {
            "$ref" => Violations(root, root.GetProperty("$defs").GetProperty(keyword.Value.GetString()!["#/$defs/".Length..]), value, at),
            "type" => Unless(Types(keyword.Value).Any(type => Is(value, type)), $"{at} is no {keyword.Value}"),
            "const" or "enum" => Unless(Choices(keyword.Value).Any(choice => JsonElement.DeepEquals(choice, value)), $"{at} is none of {keyword.Value}"),
            "pattern" => Unless(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!), $"{at} is not like {keyword.Value}"),
            "required" => keyword.Value.EnumerateArray().SelectMany(name => Unless(value.ValueKind != JsonValueKind.Object || value.TryGetProperty(name.GetString()!, out _), $"{at} lacks {name}")),
            "properties" => value.ValueKind != JsonValueKind.Object ? [] : keyword.Value.EnumerateObject().SelectMany(property =>
                value.TryGetProperty(property.Name, out var inner) ? Violations(root, property.Value, inner, $"{at}.{property.Name}") : []),
            "additionalProperties" when keyword.Value.ValueKind == JsonValueKind.False => value.ValueKind != JsonValueKind.Object ? [] : value.EnumerateObject()
                .SelectMany(property => Unless(schema.GetProperty("properties").TryGetProperty(property.Name, out _), $"{at} has {property.Name}")),
            "items" => value.ValueKind != JsonValueKind.Array ? [] : value.EnumerateArray().SelectMany((item, index) => Violations(root, keyword.Value, item, $"{at}[{index}]")),
            _ => [$"the schema's keyword {keyword.Name} is not known here"],
        });

    private static IEnumerable<string> Unless(bool holds, string violation) => holds ? [] : [violation];

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static List<JsonElement> Choices(JsonElement choices) => choices.ValueKind == JsonValueKind.Array ? [.. choices.EnumerateArray()] : [choices];

    private static bool Is(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };
}
