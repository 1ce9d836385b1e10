using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing.Edge;

namespace PostHogProxy.Testing.Assets;

/// <summary><c>/static/*</c>: the files of the real posthog-js package, under their name and under their version.</summary>
internal static class StaticObjects
{
    /// <summary>The version in package.json.</summary>
    public const string Version = "1.449.2";

    // The build copies them beside the binary of whoever uses the stand-in.
    private static readonly Lazy<FrozenDictionary<string, StoredObject>> Files = new(() =>
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "posthog-js-dist");
        return Directory.EnumerateFiles(folder).ToFrozenDictionary(
            file => Path.GetFileName(file),
            file => StoredObject.OfFile(file),
            StringComparer.Ordinal);
    });

    public static StoredObject ArrayJs => Files.Value["array.js"];

    public static Task AnswerAsync(HttpContext context, string path)
    {
        var name = path["/static/".Length..];
        var immutable = name.StartsWith(Version + "/", StringComparison.Ordinal);
        if (!Files.Value.TryGetValue(immutable ? name[(Version.Length + 1)..] : name, out var file))
        {
            return Answer.NoSuchObjectAsync(context, "no such asset");
        }

        context.Response.Headers.CacheControl = immutable ? "public, max-age=31536000, immutable" : "public, max-age=300";
        return file.AnswerAsync(context);
    }
}
