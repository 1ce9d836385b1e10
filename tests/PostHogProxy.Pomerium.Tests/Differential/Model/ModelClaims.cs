using System.Text.Json;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>How many values of claims a route allows (allowed_idp_claims).</summary>
internal static class ModelClaims
{
    // identity.FlattenedClaims: a name and a list of anything. decodeMapFromSlice merges the mappings of a list, each read with the hooks.
    public static int Count(Node? claims) =>
        ClaimsOf(claims).GroupBy(claim => claim.Key, StringComparer.Ordinal).Sum(same => same.Last().Value);

    private static IEnumerable<KeyValuePair<string, int>> ClaimsOf(Node? claims) => claims switch
    {
        TextNode text => InJson(text.Value),
        ListNode list => [.. list.Items.SelectMany(ClaimsOf)],
        _ => [.. Weak.Map(claims).Select(claim => KeyValuePair.Create(claim.Key.ToLowerInvariant(), claim.Value switch
        {
            NullNode => 0,
            ListNode list => list.Items.Count,
            _ => Weak.Texts(claim.Value)!.Count,
        }))],
    };

    // P:pkg/identity/claims.go, FlattenedClaims.UnmarshalJSON: any object. Its objects are flattened, and whatever is no list becomes a list of one.
    private static List<KeyValuePair<string, int>> InJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind switch
            {
                JsonValueKind.Null => [],
                JsonValueKind.Object => [.. Flat("", json.RootElement)],
                _ => throw new NotTakenException($"the claims {text} are no object"),
            };
        }
        catch (JsonException e)
        {
            throw new NotTakenException($"the claims {text} are no JSON", e);
        }

        static IEnumerable<KeyValuePair<string, int>> Flat(string parent, JsonElement claims) => LastOfEach(claims).SelectMany(claim => claim.Value.ValueKind switch
        {
            JsonValueKind.Object => Flat($"{parent}{claim.Name}.", claim.Value),
            JsonValueKind.Array => [KeyValuePair.Create(parent + claim.Name, claim.Value.GetArrayLength())],
            _ => [KeyValuePair.Create(parent + claim.Name, 1)],
        });

        static IEnumerable<JsonProperty> LastOfEach(JsonElement claims) => claims.EnumerateObject().GroupBy(claim => claim.Name, StringComparer.Ordinal).Select(same => same.Last());
    }
}
