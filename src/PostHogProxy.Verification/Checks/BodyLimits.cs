using PostHogProxy.Verification.Questions;

namespace PostHogProxy.Verification.Checks;

/// <summary>Where the limit stands in the servers that betray themselves.</summary>
internal static class BodyLimits
{
    private static readonly (string Sign, string Cure)[] Servers =
    [
        ("nginx", "In nginx: client_max_body_size 64m;"),
        ("openresty", "In OpenResty: client_max_body_size 64m;"),
        ("FUNCTION_PAYLOAD_TOO_LARGE", "A Vercel function accepts 4.5 MB. Use a rewrite to PostHog instead of a function."),
        ("Microsoft-IIS", "In web.config: requestLimits maxAllowedContentLength=\"67108864\", and in the app RequestSizeLimit."),
        ("Kestrel", "In ASP.NET Core: RequestSizeLimit of 67108864 on the endpoint, or KestrelServerOptions.Limits.MaxRequestBodySize."),
        ("Apache", "In Apache: LimitRequestBody 67108864"),
        ("cloudflare", "Cloudflare's own limit depends on the plan. A Worker must not read the body."),
        ("envoy", "In Envoy and Pomerium: raise or remove the buffer filter's max_request_bytes."),
    ];

    public static string Cure(Reply reply)
    {
        var signs = reply.Header("Server") + " " + (reply.Text.Length > 2000 ? reply.Text[..2000] : reply.Text);
        var known = Servers.FirstOrDefault(row => signs.Contains(row.Sign, StringComparison.OrdinalIgnoreCase)).Cure;
        return known ?? "Raise the limit to 64 MB in every server before PostHog (nginx: client_max_body_size 64m; ASP.NET Core: RequestSizeLimit).";
    }
}
