using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;

namespace PostHogProxy.Testing.Assets;

/// <summary><c>/static/*</c>: the files of the real posthog-js package, under their name and under their version.</summary>
internal static class StaticObjects
{
    /// <summary>The version in package.json.</summary>
    public const string Version = "1.449.2";

    // The build puts them into the assembly, so that they are there wherever it is: in a test, in a tool, in one file.
    private const string Folder = "posthog-js-dist/";

    private static readonly Lazy<FrozenDictionary<string, StoredObject>> Files = new(() =>
    {
        var assembly = typeof(StaticObjects).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).ToFrozenDictionary(
            name => name[Folder.Length..],
            name => StoredObject.OfResource(assembly, name),
            StringComparer.Ordinal);
    });

    public static StoredObject ArrayJs => Files.Value["array.js"];

    public static Task AnswerAsync(HttpContext context, string path)
    {
        var name = path["/static/".Length..];
        var immutable = name.StartsWith(Version + "/", StringComparison.Ordinal);
        if (!Files.Value.TryGetValue(immutable ? name[(Version.Length + 1)..] : name, out var file))
        {
            return Answer.NoSuchObjectAsync(context, IsOfAnotherVersion(name) ? RequestProblems.OtherVersion : "no such asset");
        }

        context.Response.Headers.CacheControl = immutable ? "public, max-age=31536000, immutable" : "public, max-age=300";
        return file.AnswerAsync(context);
    }

    private static bool IsOfAnotherVersion(string name) =>
        name.Split('/') is [var version, var file] && version != Version && System.Version.TryParse(version, out _) && Files.Value.ContainsKey(file);
}
