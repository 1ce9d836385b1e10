using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What else the app serves: files, pages, controllers.</summary>
internal static class PageRows
{
    private static readonly string Files = Path.Combine(AppContext.BaseDirectory, "posthog-js-dist");

    public static IEnumerable<AppConfiguration> All =>
    [
        new("static files first, some by PostHog's own names")
        {
            Pipeline = app => app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(Files),
                RequestPath = "/static",
            }),
        },
        new("static assets mapped as endpoints")
        {
            Pipeline = app => app.MapStaticAssets(Manifest()),
        },
        new("a single-page app that answers every path it does not know")
        {
            Pipeline = app => app.MapFallback(() => Results.Content("<html>the app</html>", "text/html")),
        },
        new("a single-page app whose page is a file")
        {
            Pipeline = app => app.MapFallbackToFile("array.js", new StaticFileOptions { FileProvider = new PhysicalFileProvider(Files) }),
        },
        new("Blazor components")
        {
            Services = services => services.AddRazorComponents(),
            Pipeline = app =>
            {
                app.UseAntiforgery();
                app.MapRazorComponents<Home>();
            },
        },
        new("controllers with views and a filter that asks everybody to sign in")
        {
            Services = services =>
            {
                services.AddAuthentication("cookies").AddCookie("cookies");
                services.AddControllersWithViews(mvc => mvc.Filters.Add(
                    new AuthorizeFilter(new AuthorizationPolicyBuilder("cookies").RequireAuthenticatedUser().Build())));
            },
            Pipeline = app => app.MapDefaultControllerRoute(),
        },
        new("Razor Pages and a folder that asks everybody to sign in")
        {
            Services = services =>
            {
                services.AddAuthentication("cookies").AddCookie("cookies");
                services.AddAuthorization();
                services.AddRazorPages(pages => pages.Conventions.AuthorizeFolder("/"));
            },
            Pipeline = app => app.MapRazorPages(),
        },
    ];

    // What the SDK of web apps writes beside them; this one has no files.
    private static string Manifest()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "no-files.endpoints.json");
        File.WriteAllText(path, """{"Version":1,"ManifestType":"Publish","Endpoints":[]}""");
        return path;
    }

    [Route("/")]
    private sealed class Home : ComponentBase
    {
        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, "the app's own page");
    }
}
