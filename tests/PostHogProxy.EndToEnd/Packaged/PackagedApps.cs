using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Package.Tests;
using PostHogProxy.Recipes;

namespace PostHogProxy.EndToEnd.Packaged;

/// <summary>Apps that know nothing but the package, built outside the repository, and a browser on them.</summary>
[CollectionDefinition(Collection)]
public sealed class PackagedApps : ICollectionFixture<PackedPackage>
{
    public const string Collection = "Apps from the package";

    /// <summary>
    /// A visitor, and a PostHog at <see cref="RecipeVisit.Address"/> without TLS: an app in a process of its own has no way to trust the stand-in's
    /// certificate.
    /// </summary>
    internal static Task<RecipeVisit> BehindAsync() => RecipeVisit.OpenAsync(
        builder =>
        {
            var app = builder.Build();
            app.MapGet("/nothing", () => Results.Content("<link rel=\"icon\" href=\"data:,\">", "text/html"));
            app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("127.0.0.1");
            return app;
        },
        at: "nothing");
}
