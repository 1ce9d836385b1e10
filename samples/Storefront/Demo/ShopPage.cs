using System.Text.Json;
using PostHogProxy;

namespace Storefront.Demo;

/// <summary>The page itself, the cookies a shop has, and the settings the page's script reads.</summary>
internal static class ShopPage
{
    private const string CartCookie = "cart";
    private const string CurrencyCookie = "currency";

    // Where the page has its place for PostHog.
    private const string Place = "<!-- Here the shop puts what PostHogSnippet gives it: see ShopPage.cs. -->";

    public static void MapShopPage(this IEndpointRouteBuilder app, ShopSettings shop)
    {
        // HEAD too: it is what a load balancer, or a script that waits for the shop, asks.
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Page);
        app.MapMethods("/products/{slug}", [HttpMethods.Get, HttpMethods.Head], Page);

        Task<IResult> Page(HttpContext context, IWebHostEnvironment files) => PageAsync(context, files, shop);

        app.MapGet("/demo/settings.js", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";

            // The serializer's default encoder leaves nothing that could end a string or a script.
            return Results.Text($"window.storefront = {JsonSerializer.Serialize(Settings(context, shop), JsonSerializerOptions.Web)};\n", "text/javascript");
        });
    }

    private static async Task<IResult> PageAsync(HttpContext context, IWebHostEnvironment files, ShopSettings shop)
    {
        SetCookies(context);
        context.Response.Headers.CacheControl = "no-store";
        var page = await File.ReadAllTextAsync(Path.Combine(files.WebRootPath, "index.html"), context.RequestAborted);
        return Results.Content(page.Replace(Place, Snippet(context, shop).Html, StringComparison.Ordinal), "text/html; charset=utf-8");
    }

    // What the page's script is in your own app as well; only Map is the demo's, because it may have two proxies.
    private static PostHogSnippet Snippet(HttpContext context, ShopSettings shop) => PostHogSnippet.Create(context, snippet =>
    {
        snippet.Map = shop.ProxyHost is null ? shop.Path : "/";
        snippet.Token = shop.Token;
        snippet.Defaults = "2026-01-30";
        snippet.PersonProfiles = "identified_only";
        snippet.Options = """{"session_recording": {"maskAllInputs": true}}""";
    });

    private static object Settings(HttpContext context, ShopSettings shop)
    {
        var request = context.Request;
        var region = shop.Region.ToString();
        return new
        {
            Snippet(context, shop).ApiHost,
            Region = region.ToUpperInvariant(),
            ProxyAddress = shop.ProxyHost ?? $"{request.Host}{request.PathBase}{shop.Path}",
            StandIn = !shop.UseRealPostHog,
            Aliases = shop.Aliases != PathAliasMode.Off,
            Outage = shop.HasOutage,
            ProxyPage = context.RequestServices.GetRequiredService<IHostEnvironment>().IsDevelopment() ? $"{request.PathBase}/posthog-proxy" : null,
            HiddenCookies = new[] { CartCookie },
        };
    }

    /// <summary>
    /// Nothing reads these. They are here because every request to the proxy's path carries them, as a real shop's
    /// session would be carried, and the panel shows whether any of it reached PostHog.
    /// </summary>
    private static void SetCookies(HttpContext context)
    {
        if (!context.Request.Cookies.ContainsKey(CartCookie))
        {
            context.Response.Cookies.Append(CartCookie, Guid.NewGuid().ToString("N"), Cookie(context, httpOnly: true));
        }

        if (!context.Request.Cookies.ContainsKey(CurrencyCookie))
        {
            context.Response.Cookies.Append(CurrencyCookie, "EUR", Cookie(context, httpOnly: false));
        }
    }

    private static CookieOptions Cookie(HttpContext context, bool httpOnly) => new()
    {
        HttpOnly = httpOnly,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
    };
}
