using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Obstacles;

/// <summary>By what the common products betray that they want to know who is there.</summary>
internal static class LoginSigns
{
    // A piece of a redirect's target, in lower case: host and path.
    private static readonly (string Piece, string Product)[] Targets =
    [
        ("/.pomerium/", "Pomerium"),
        ("/oauth2/start", "oauth2-proxy"), ("/oauth2/sign_in", "oauth2-proxy"),
        (".cloudflareaccess.com/", "Cloudflare Access"), ("/cdn-cgi/access/", "Cloudflare Access"),
        ("/.auth/login", "Azure App Service authentication"),
        ("login.microsoftonline.com/", "Microsoft Entra ID"), ("login.windows.net/", "Microsoft Entra ID"),
        ("accounts.google.com/", "Google sign-in"),
        (".amazoncognito.com/", "Amazon Cognito"),
        ("/outpost.goauthentik.io/", "authentik"), ("/if/flow/", "authentik"),
        ("/realms/", "Keycloak"),
        ("vercel.com/sso-api", "Vercel deployment protection"),
        ("/account/login", "the app's own login"), ("/identity/account/login", "the app's own login"),
        ("/login", "a login page"), ("/signin", "a login page"), ("/sign-in", "a login page"), ("/sign_in", "a login page"),
        ("/auth/", "a login page"), ("/oauth2/authorize", "an OAuth provider"), ("/authorize", "an OAuth provider"),
    ];

    private static readonly (string Header, string Product)[] Headers =
    [
        ("x-pomerium-intercepted-response", "Pomerium"),
        ("x-goog-iap-generated-response", "Google Identity-Aware Proxy"),
        ("cf-access-domain", "Cloudflare Access"),
        ("x-authentik-auth-callback", "authentik"),
    ];

    /// <summary>Who asks for a login; null where nobody does.</summary>
    public static string? Of(Uri asked, Reply reply)
    {
        foreach (var (header, product) in Headers)
        {
            if (reply.Header(header) is not null && reply.Status != 200)
            {
                return product;
            }
        }

        return reply.Status switch
        {
            >= 300 and < 400 => OfTarget(asked, reply),
            401 or 407 => OfUnauthorized(reply),

            // A login page that is answered in place. No script of PostHog's is HTML.
            200 or 403 when reply.IsPage && reply.Text.Contains("type=\"password\"", StringComparison.OrdinalIgnoreCase) => "a login page",
            _ => null,
        };
    }

    private static string? OfTarget(Uri asked, Reply reply)
    {
        if (reply.Header("Location") is not { } location || !Uri.TryCreate(asked, location, out var target))
        {
            return null;
        }

        var text = (target.Host + target.AbsolutePath).ToLowerInvariant();
        var product = Targets.FirstOrDefault(row => text.Contains(row.Piece, StringComparison.Ordinal)).Product;
        return product is null ? null : $"{product}, {reply.Status} to {target.GetLeftPart(UriPartial.Path)}";
    }

    // A refusal of PostHog's is no prompt. WWW-Authenticate with Bearer is what an API says; Basic makes a browser open a window.
    private static string? OfUnauthorized(Reply reply)
    {
        if (reply.Header("WWW-Authenticate") is { } scheme)
        {
            return PostHogShape.IsRefusal(reply) && !scheme.StartsWith("Basic", StringComparison.OrdinalIgnoreCase)
                ? null
                : $"{reply.Status} with WWW-Authenticate: {scheme.Split(' ')[0]}";
        }

        return PostHogShape.IsRefusal(reply) ? null : $"{reply.Status}";
    }
}
