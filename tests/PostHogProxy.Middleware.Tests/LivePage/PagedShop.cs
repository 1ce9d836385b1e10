using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.LivePage;

/// <summary>An app with a proxy and its page. Who sends the header <c>X-User</c> is signed in under that name.</summary>
internal sealed class PagedShop : IAsyncDisposable
{
    public const string Token = "phc_StandInDemoEu000000000000000000000000000000";

    /// <summary>The page and what belongs to it.</summary>
    public static readonly string[] Paths = ["/posthog-proxy", "/posthog-proxy/stream", "/posthog-proxy/outbox/retry"];

    private readonly PostHogStandIn _postHog;

    private PagedShop(PostHogStandIn postHog, WebApplication app)
    {
        (_postHog, App) = (postHog, app);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public StandInJournal Journal => _postHog.Journal;

    /// <param name="environment">The app's.</param>
    /// <param name="page">Maps the page; <c>MapPostHogProxyPage()</c> where it is not given.</param>
    /// <param name="services">Further services.</param>
    /// <param name="before">Middleware before the endpoints.</param>
    /// <param name="options">Further options of the proxy.</param>
    /// <param name="postHog">How PostHog behaves.</param>
    /// <param name="authorizes">Whether the app has authorization.</param>
    public static async Task<PagedShop> OpenAsync(
        string environment = "Development",
        Action<WebApplication>? page = null,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? before = null,
        Action<PostHogProxyOptions>? options = null,
        StandInOptions? postHog = null,
        bool authorizes = true)
    {
        var standIn = await PostHogStandIn.StartAsync(postHog, TestContext.Current.CancellationToken);
        var app = Build(standIn, environment, page, services, before, options, authorizes);
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            await standIn.DisposeAsync();
            throw;
        }

        return new(standIn, app);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? user = null, Action<HttpRequestMessage>? change = null) => SendAsync(HttpMethod.Get, path, user, change);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? user = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (user is not null)
        {
            request.Headers.Add("X-User", user);
        }

        change?.Invoke(request);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> EventAsync(string name = "seen", string path = "/k3fw/e/", Action<HttpRequestMessage>? change = null)
    {
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
        {
            api_key = Token,
            batch = new[] { new { @event = name, uuid = Guid.NewGuid(), distinct_id = "d", properties = new { token = Token } } },
        })));
        body.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = body };
        change?.Invoke(request);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync(CancellationToken.None);
        await App.DisposeAsync();
        await _postHog.DisposeAsync();
    }

    private static WebApplication Build(
        PostHogStandIn standIn, string environment, Action<WebApplication>? page, Action<WebApplicationBuilder>? services, Action<WebApplication>? before,
        Action<PostHogProxyOptions>? configure, bool authorizes)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { EnvironmentName = environment, ApplicationName = "Shop" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderUser>("header", null);
        if (authorizes)
        {
            builder.Services.AddAuthorization();
        }

        services?.Invoke(builder);
        var app = builder.Build();
        before?.Invoke(app);
        app.UseRouting();
        app.UseAuthentication();
        if (authorizes)
        {
            app.UseAuthorization();
        }

        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            options.ConfigureHandler = standIn.ConnectFrom;
            options.ProjectTokens.Add(Token);
            configure?.Invoke(options);
        });
        (page ?? (static to => to.MapPostHogProxyPage()))(app);
        return app;
    }

    private sealed class HeaderUser(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers["X-User"].ToString() is { Length: > 0 } name
                ? AuthenticateResult.Success(new(new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, name)], "header")), "header"))
                : AuthenticateResult.NoResult());
    }
}
