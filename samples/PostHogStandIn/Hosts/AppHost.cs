using Microsoft.AspNetCore.Http;
using PostHogStandIn.Edge;

namespace PostHogStandIn.Hosts;

/// <summary>The app, as someone who is not logged in sees it. A proxy that ends up here is set up wrongly.</summary>
internal static class AppHost
{
    public static Task AnswerAsync(HttpContext context) =>
        Answer.HtmlAsync(context, "<!DOCTYPE html><title>PostHog</title><h1>Log in to PostHog</h1>", "app: login page");
}
