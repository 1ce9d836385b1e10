using Microsoft.AspNetCore.Builder;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>A shop whose proxy lets through what the test says, and requests that ask it.</summary>
internal static class GatedShop
{
    public static Task<Shop> OpenAsync(Action<PostHogProxyOptions> configure) => Shop.OpenAsync((app, connect) =>
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            configure(options);
        }));

    public static Task<HttpResponseMessage> SendAsync(Shop shop, string path, params (string Name, string? Value)[] headers)
    {
        var isPost = path.StartsWith("/e/", StringComparison.Ordinal) || path.StartsWith("/s/", StringComparison.Ordinal)
            || path.StartsWith("/i/", StringComparison.Ordinal) || path.StartsWith("/flags/?", StringComparison.Ordinal);
        var request = new HttpRequestMessage(isPost ? HttpMethod.Post : HttpMethod.Get, "/k3fw" + path);
        if (isPost)
        {
            request.Content = new StringContent("{}");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return shop.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
