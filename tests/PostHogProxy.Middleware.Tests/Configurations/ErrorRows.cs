using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What would put a page of the app's in place of an answer that is not 200.</summary>
internal static class ErrorRows
{
    public static IEnumerable<AppConfiguration> All =>
    [
        new("an exception handler")
        {
            Pipeline = app =>
            {
                app.UseExceptionHandler("/error");
                app.MapGet("/error", () => "the app's own page");
            },
        },
        new("an exception handler, problem details and status code pages")
        {
            Services = services => services.AddProblemDetails(),
            Pipeline = app => app.UseExceptionHandler().UseStatusCodePages(),
        },
        new("the developer exception page")
        {
            Pipeline = app => app.UseDeveloperExceptionPage(),
        },
        new("status code pages")
        {
            Pipeline = app => app.UseStatusCodePages("text/plain", "the app's own page: {0}"),
        },
        new("status code pages before routing")
        {
            Pipeline = app => app.UseStatusCodePages("text/plain", "the app's own page: {0}").UseRouting(),
        },
        new("status code pages by executing again")
        {
            Pipeline = app =>
            {
                app.UseStatusCodePagesWithReExecute("/error/{0}");
                app.Map("/error/{status}", (string status) => "the app's own page: " + status);
            },
        },
        new("status code pages by redirecting")
        {
            Pipeline = app => app.UseStatusCodePagesWithRedirects("/error/{0}"),
        },
        new("a middleware of its own that writes a page where there is none")
        {
            Pipeline = app => app.Use(async (context, next) =>
            {
                await next(context);
                if (!context.Response.HasStarted && context.Response.StatusCode >= 400)
                {
                    await context.Response.WriteAsync("the app's own page", context.RequestAborted);
                }
            }),
        },
    ];
}
