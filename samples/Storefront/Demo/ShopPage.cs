using System.Text.Json;

namespace Storefront.Demo;

/// <summary>The page itself, the cookies a shop has, and the settings the page's script reads.</summary>
internal static class ShopPage
{
    private const string CartCookie = "cart";
    private const string CurrencyCookie = "currency";

    public static void MapShopPage(this IEndpointRouteBuilder app, ShopSettings shop)
    {
        // HEAD too: it is what a load balancer, or a script that waits for the shop, asks.
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Page);
        app.MapMethods("/products/{slug}", [HttpMethods.Get, HttpMethods.Head], Page);

        app.MapGet("/demo/settings.js", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";

            // The serializer's default encoder leaves nothing that could end a string or a script.
            return Results.Text($"window.storefront = {JsonSerializer.Serialize(Settings(context.Request, shop), JsonSerializerOptions.Web)};\n", "text/javascript");
        });
    }

    private static IResult Page(HttpContext context, IWebHostEnvironment files)
    {
        SetCookies(context);
        context.Response.Headers.CacheControl = "no-store";
        return Results.File(files.WebRootFileProvider.GetFileInfo("index.html").CreateReadStream(), "text/html; charset=utf-8");
    }

    private static object Settings(HttpRequest request, ShopSettings shop)
    {
        var region = shop.Region.ToString();
        return new
        {
            shop.Token,
            ApiHost = shop.ProxyHost is { } host ? $"{request.Scheme}://{host}" : $"{request.PathBase}{shop.Path}",
            UiHost = $"https://{region.ToLowerInvariant()}.posthog.com",
            Region = region.ToUpperInvariant(),
            ProxyAddress = shop.ProxyHost ?? $"{request.Host}{request.PathBase}{shop.Path}",
            StandIn = !shop.UseRealPostHog,
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
