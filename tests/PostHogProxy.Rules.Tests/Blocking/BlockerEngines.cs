using System.Text.Json;

namespace PostHogProxy.Rules.Tests.Blocking;

/// <summary>A request on which an engine and we differ; <paramref name="Rule"/> is what the engine blocks it by, null where it does not.</summary>
internal sealed record EngineDifference(string Url, string Kind, bool Ours, string? Rule);

internal sealed record EngineResult(int Compared, int Blocked, IReadOnlyList<EngineDifference> Different);

/// <summary>Runs tests/blockers/compare.mjs.</summary>
internal static class BlockerEngines
{
    private static readonly NodeFolder Folder = new(PublishedLists.Repository, "blockers");

    public static async Task<Dictionary<string, EngineResult>> Ask(string question) =>
        JsonSerializer.Deserialize<Dictionary<string, EngineResult>>(await Folder.AskAsync("compare.mjs", question), JsonSerializerOptions.Web)!;
}
