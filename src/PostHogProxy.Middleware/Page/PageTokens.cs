using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Page;

/// <summary>
/// Keeps other sites from pressing the page's buttons in the name of whoever is signed in. The app's antiforgery does it where the app has one. Otherwise
/// a cookie and a token that only this process can make of it, and of the user, belong together.
/// </summary>
/// <param name="antiforgery">The app's; null where it has none.</param>
internal sealed class PageTokens(IAntiforgery? antiforgery)
{
    public const string Header = "X-PostHog-Proxy-Page";

    private const string Cookie = ".PostHogProxy.Page";
    private const int CookieBytes = 32;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The header's name and value for the page that is being written; its cookie goes along.</summary>
    public PageToken Give(HttpContext context)
    {
        if (antiforgery is not null)
        {
            return OfApp(antiforgery, context);
        }

        var cookie = context.Request.Cookies[Cookie];
        if (cookie is not { Length: CookieBytes * 2 })
        {
            cookie = Convert.ToHexString(RandomNumberGenerator.GetBytes(CookieBytes));
            context.Response.Cookies.Append(Cookie, cookie, new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,

                // A proxy in front may have taken a prefix off: the browser knows the path, and keeps the cookie for what is beside and below the page.
                Path = null,
            });
        }

        return new(Header, TokenOf(cookie, context.User));
    }

    /// <summary>Whether the page itself asks.</summary>
    public async ValueTask<bool> IsFromPageAsync(HttpContext context)
    {
        // Browsers say it of every request over TLS, and to this machine.
        if (context.Request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site != "same-origin")
        {
            return false;
        }

        if (antiforgery is not null)
        {
            try
            {
                return await antiforgery.IsRequestValidAsync(context);
            }
            catch (Exception refusal) when (refusal is InvalidOperationException or AntiforgeryValidationException or CryptographicException)
            {
                return false;
            }
        }

        return context.Request.Cookies[Cookie] is { Length: CookieBytes * 2 } cookie
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(TokenOf(cookie, context.User)), Encoding.UTF8.GetBytes(context.Request.Headers[Header].ToString()));
    }

    // It throws over plain HTTP where its cookie demands TLS, and where its keys can't be read. The page itself needs neither.
    private static PageToken OfApp(IAntiforgery antiforgery, HttpContext context)
    {
        try
        {
            var tokens = antiforgery.GetAndStoreTokens(context);
            return new(tokens.HeaderName ?? Header, tokens.RequestToken ?? "");
        }
        catch (Exception refusal) when (refusal is InvalidOperationException or CryptographicException)
        {
            return PageToken.None with
            {
                Problem = $"The buttons don't work, because the app's antiforgery gives this page no token. {refusal.Message}{(context.Request.IsHttps ? "" : " Open the page over https.")}",
            };
        }
    }

    private string TokenOf(string cookie, ClaimsPrincipal user)
    {
        var name = user.Identity is { IsAuthenticated: true } identity ? user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue("sub") ?? identity.Name ?? "?" : "";
        return Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{cookie}\n{name}")));
    }
}

/// <summary>What the page sends along with a press of a button.</summary>
/// <param name="Header">The header's name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Problem">Why there is none, with the cure.</param>
internal sealed record PageToken(string Header, string Value, string Problem = "")
{
    public static readonly PageToken None = new("", "");
}
