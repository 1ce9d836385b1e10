using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Testing;

namespace PostHogProxy.Verification.Tests.Proxies;

/// <summary>A small proxy of a team's own making, on Kestrel, in front of the stand-in.</summary>
internal sealed class TestProxy : IAsyncDisposable
{
    // What the stand-in's edge adds and a careful proxy leaves out, hop-by-hop headers among it.
    private static readonly string[] NotPassed =
    [
        "Set-Cookie", "Strict-Transport-Security", "Server", "Via", "Alt-Svc", "NEL", "Report-To", "cf-ray", "cf-cache-status",
        "Content-Security-Policy-Report-Only", "Transfer-Encoding", "Connection", "Date",
    ];

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _up;

    private TestProxy(WebApplication app, HttpMessageInvoker up, PostHogStandIn postHog)
    {
        _app = app;
        _up = up;
        PostHog = postHog;
    }

    public PostHogStandIn PostHog { get; }

    public int Port => new Uri(_app.Urls.First()).Port;

    public static async Task<TestProxy> OpenAsync(ProxyBehaviour behaviour, X509Certificate2? certificate = null, StandInOptions? postHog = null)
    {
        var standIn = await PostHogStandIn.StartAsync(postHog, TestContext.Current.CancellationToken);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        standIn.ConnectFrom(handler);
        if (behaviour.Host is not null)
        {
            // The name asked for in TLS follows the Host header, and is on no certificate of PostHog's.
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        }

        var up = new HttpMessageInvoker(handler);

        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = behaviour.ServerLimit;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        var app = builder.Build();
        app.Run(context => behaviour.Before(context, () => ForwardAsync(context, behaviour, up)));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, up, standIn);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _up.Dispose();
        await PostHog.DisposeAsync();
    }

    private static async Task ForwardAsync(HttpContext context, ProxyBehaviour behaviour, HttpMessageInvoker up)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith(behaviour.Prefix + "/", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 404;
            return;
        }

        try
        {
            using var request = await RequestAsync(context, behaviour, target[behaviour.Prefix.Length..]);
            using var response = await up.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
            {
                if (!NotPassed.Contains(name, StringComparer.OrdinalIgnoreCase) || behaviour.Leaks.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    context.Response.Headers[name] = values.ToArray();
                }
            }

            behaviour.Headers(context, response);
            await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (BadHttpRequestException tooLarge)
        {
            context.Response.StatusCode = tooLarge.StatusCode;
        }
        catch (HttpRequestException)
        {
            context.Response.StatusCode = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize < context.Request.ContentLength ? 413 : 502;
        }
    }

    private static async Task<HttpRequestMessage> RequestAsync(HttpContext context, ProxyBehaviour behaviour, string target)
    {
        var host = target.StartsWith("/array/", StringComparison.Ordinal) ? behaviour.Array ?? behaviour.Assets
            : target.StartsWith("/static/", StringComparison.Ordinal) ? behaviour.Assets
            : behaviour.Ingest;
        var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), $"https://{host}{behaviour.Target(target)}");
        request.Headers.Host = behaviour.Host;
        foreach (var name in (string[])["Accept-Encoding", "Origin", "User-Agent", "Access-Control-Request-Method", "Access-Control-Request-Headers"])
        {
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].AsEnumerable());
        }

        if (context.Request.ContentLength > 0)
        {
            request.Content = behaviour.Body is null ? new StreamContent(context.Request.Body) : new ByteArrayContent(behaviour.Body(await ReadAsync(context)));
            request.Content.Headers.ContentLength = behaviour.Body is null ? context.Request.ContentLength : request.Content.Headers.ContentLength;
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
        }

        return request;
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }
}
