using System.Text.Json.Nodes;
using PostHogProxy.Rules.Tests.Blocking;

namespace PostHogProxy.Pomerium.Tests.Writing;

/// <summary>Reads Terraform with HashiCorp's own parser (tests/hcl).</summary>
internal static class HclParser
{
    private static readonly NodeFolder Folder = new(Repository.Root, "hcl");

    /// <summary>The resources of a file: type, then name, then the values.</summary>
    public static async Task<JsonObject> Resources(string hcl) => JsonNode.Parse(await Folder.AskAsync("parse.mjs", hcl))!["resource"]!.AsObject();
}
