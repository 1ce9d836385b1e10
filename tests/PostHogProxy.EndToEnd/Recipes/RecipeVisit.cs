using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using PostHogProxy.EndToEnd;
using PostHogProxy.Testing;

namespace PostHogProxy.Recipes;

/// <summary>A visitor in an app that is made as a recipe says, and the PostHog behind its proxy.</summary>
internal sealed class RecipeVisit : IAsyncDisposable
{
    /// <summary>The id of who is signed in; it would end a script that writes it as it is.</summary>
    public const string Ada = "ada</script>";

    private readonly WebApplication _app;
    private readonly PostHogStandIn _postHog;
    private readonly IBrowserContext _profile;

    private RecipeVisit(WebApplication app, PostHogStandIn postHog, IBrowserContext profile, IPage page)
    {
        _app = app;
        _postHog = postHog;
        _profile = profile;
        Page = page;
        Browser = new BrowserLog(profile);
    }

    public IPage Page { get; }

    public string Address => _app.Urls.First() + "/";

    public BrowserLog Browser { get; }

    public StandInJournal Journal => _postHog.Journal;

    /// <param name="make">Makes the app.</param>
    /// <param name="signedIn">Whether the visitor is signed in; a POST to /sign-out changes that.</param>
    /// <param name="at">The page that is opened.</param>
    /// <param name="environment">The name of the app's environment.</param>
    /// <param name="commitOnly">Whether its first bytes are enough: the rest may wait for the test.</param>
    public static async Task<RecipeVisit> OpenAsync(
        Func<WebApplicationBuilder, WebApplication> make, bool signedIn = false, string at = "", bool commitOnly = false, string environment = "Production")
    {
        var postHog = await PostHogStandIn.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(RecipeVisit).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = environment,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPostHogProxy(options => options.ConfigureHandler = postHog.ConnectFrom);
        var app = make(builder);
        await app.StartAsync(TestContext.Current.CancellationToken);

        var chromium = await TestContext.Current.GetFixture<Chromium>();
        var profile = await chromium!.NewProfileAsync();
        profile.SetDefaultTimeout((float)Visit.Patience.TotalMilliseconds);
        if (signedIn)
        {
            await profile.AddCookiesAsync([new Cookie { Name = "signed-in", Value = "yes", Url = app.Urls.First() }]);
        }

        var visit = new RecipeVisit(app, postHog, profile, await profile.NewPageAsync());
        await visit.Page.GotoAsync(visit.Address + at, new() { WaitUntil = commitOnly ? WaitUntilState.Commit : WaitUntilState.Load });
        return visit;
    }

    /// <summary>What stands for the app's own sign-in.</summary>
    public static Task SignIn(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Cookies.ContainsKey("signed-in"))
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Ada)], "cookie"));
        }

        return next(context);
    }

    public static IResult SignOut(HttpContext context)
    {
        context.Response.Cookies.Delete("signed-in");
        return Results.LocalRedirect("/");
    }

    public async Task<StandInEvent> EventAsync(Func<StandInEvent, bool> match)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Visit.Patience);
        return await Journal.WaitForEventAsync(match, patience.Token);
    }

    public Task<StandInEvent> EventAsync(string name) => EventAsync(captured => captured.Event == name);

    public async ValueTask DisposeAsync()
    {
        TestContext.Current.TestOutputHelper?.WriteLine(
            "The browser:\n" + Browser + "\nPostHog:\n" + string.Join('\n', Journal.Events.Select(captured => $"{captured.Event} of {captured.DistinctId}")));
        await _profile.DisposeAsync();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _postHog.DisposeAsync();
    }
}
