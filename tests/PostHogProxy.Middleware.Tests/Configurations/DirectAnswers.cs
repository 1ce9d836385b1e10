using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>One PostHog for all configurations, and what it answers when nothing stands between.</summary>
public sealed class DirectAnswers : IAsyncLifetime
{
    private readonly Dictionary<SdkRequest, SdkAnswer> _answers = [];

    public PostHogStandIn PostHog { get; private set; } = null!;

    internal SdkAnswer To(SdkRequest request) => _answers[request];

    public async ValueTask InitializeAsync()
    {
        PostHog = await PostHogStandIn.StartAsync(new StandInOptions { Intercept = AnswerAsAskedAsync });
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        PostHog.ConnectFrom(handler);
        using var client = new HttpClient(handler);
        foreach (var request in SdkRequest.All)
        {
            using var message = request.To("https://" + request.PostHogHost);
            using var response = await client.SendAsync(message);
            _answers[request] = await SdkAnswer.ReadAsync(response);
        }
    }

    public ValueTask DisposeAsync() => PostHog.DisposeAsync();

    // An answer that is not 200 has a body too, and an app's error pages would like to replace it. Flags are told with the time and an id
    // of the request, so theirs is made equal here.
    private static async Task AnswerAsAskedAsync(HttpContext context, Func<Task> next)
    {
        var status = context.Request.Path.StartsWithSegments("/flags") ? 200
            : int.TryParse(context.Request.Query["answer"], CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        if (status == 0)
        {
            await next();
            return;
        }

        var wire = context.Response.Body;
        context.Response.Body = Stream.Null;
        await next();
        context.Response.Body = wire;

        var json = Encoding.UTF8.GetBytes($$"""{"type":"of PostHog's own","code":"{{status}}"}""");
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        context.Response.Headers.RetryAfter = "7";
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }
}
