using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What keeps visitors out, or lets them in.</summary>
internal static class SecurityRows
{
    private static readonly AuthorizationPolicy SignedIn = new AuthorizationPolicyBuilder("cookies").RequireAuthenticatedUser().Build();

    public static IEnumerable<AppConfiguration> All =>
    [
        new("an authorization fallback policy")
        {
            Services = services => SignIn(services).SetFallbackPolicy(SignedIn),
            Pipeline = app => app.UseAuthentication().UseAuthorization(),
        },
        new("authorization that stands by itself, added by the host")
        {
            Services = services => SignIn(services).SetFallbackPolicy(SignedIn).SetDefaultPolicy(SignedIn),
        },
        new("a group that requires authorization")
        {
            Services = services => SignIn(services),
            Map = (app, connect) => app.MapGroup("/in").RequireAuthorization(SignedIn).MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect),
            Prefix = "/in/k3fw",
        },
        new("authorization required of the proxy itself")
        {
            Services = services => SignIn(services),
            Map = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).RequireAuthorization(SignedIn),
        },
        new("a CORS policy for its pages, with credentials")
        {
            Services = services => services.AddCors(cors => cors.AddDefaultPolicy(policy =>
                policy.WithOrigins(SdkRequest.Origin).AllowCredentials().AllowAnyHeader().AllowAnyMethod())),
            Pipeline = app => app.UseRouting().UseCors(),
        },
        new("a CORS policy named on the proxy")
        {
            Services = services => services.AddCors(cors => cors.AddPolicy("pages", policy => policy.WithOrigins(SdkRequest.Origin))),
            Pipeline = app => app.UseRouting().UseCors(),
            Map = (app, connect) => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect).RequireCors("pages"),
        },
        new("a rate limiter for everybody that rejects with 503")
        {
            Services = services => services.AddRateLimiter(limits =>
            {
                limits.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
                limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetFixedWindowLimiter(
                    context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = 100, Window = TimeSpan.FromMinutes(1) }));
            }),
            Pipeline = app => app.UseRateLimiter(),
        },
        new("antiforgery")
        {
            Services = services => services.AddAntiforgery(),
            Pipeline = app => app.UseAntiforgery(),
        },
        new("HSTS and redirection to HTTPS behind a load balancer")
        {
            Services = services => services
                .Configure<ForwardedHeadersOptions>(forwarded => forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedProto)
                .AddHsts(hsts => hsts.ExcludedHosts.Clear())
                .AddHttpsRedirection(redirection => redirection.HttpsPort = 443),
            Pipeline = app => app.UseForwardedHeaders().UseHsts().UseHttpsRedirection(),
            IsBehindTls = true,
            OwnHeaders = ["Strict-Transport-Security"],
        },
        new("a session and a cookie policy")
        {
            Services = services => services.AddDistributedMemoryCache().AddSession(),
            Pipeline = app => app.UseCookiePolicy().UseSession().Use((context, next) =>
            {
                context.Session.SetString("seen", "yes");
                return next(context);
            }),

            // The session's own: a page that sets a cookie must not be kept.
            OwnHeaders = ["Set-Cookie", "Cache-Control", "Expires", "Pragma"],
        },
    ];

    private static AuthorizationBuilder SignIn(IServiceCollection services)
    {
        services.AddAuthentication("cookies").AddCookie("cookies");
        return services.AddAuthorizationBuilder();
    }
}
