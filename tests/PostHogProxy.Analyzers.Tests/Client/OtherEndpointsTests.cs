namespace PostHogProxy.Analyzers.Tests.Client;

/// <summary>PHX2006 where something that is no proxy of the package may answer.</summary>
public sealed class OtherEndpointsTests
{
    private const string Eu = """app.MapPostHogProxy("/q7wz4", PostHogRegion.Eu);""" + "\n";
    private const string Old = "posthog.init('phc_x1', { api_host: '/ph', ui_host: 'https://eu.posthog.com' })";
    private const string Told = "posthog.init('phc_x1', { api_host: '{|PHX2006:/ph|}', ui_host: 'https://eu.posthog.com' })";

    [Theory]
    [InlineData("""app.Map("/ph/{**rest}", () => "");""")]
    [InlineData("""app.Map("ph/{**rest}", () => "");""")]
    [InlineData("""app.Map("/PH/{*rest}", () => "");""")]
    [InlineData("""app.Map("/ph", branch => branch.Run(context => context.Response.CompleteAsync()));""")]
    [InlineData("""app.MapMethods("/ph/{path}", ["GET", "POST"], () => "");""")]
    [InlineData("""app.MapPost("/ph/e/", () => "");""")]
    [InlineData("""app.MapWhen(context => context.Request.Path.StartsWithSegments("/ph"), branch => branch.Run(context => context.Response.CompleteAsync()));""")]
    [InlineData("""app.Use((context, next) => context.Request.Path.StartsWithSegments("/ph", out var rest) ? context.Response.WriteAsync(rest) : next());""")]
    [InlineData("""const string prefix = "/ph"; app.Map(prefix + "/{**rest}", () => "");""")]
    [InlineData("""const string prefix = "/ph"; app.Map($"{prefix}/{{**rest}}", () => "");""")]
    [InlineData("""app.Map($"/ph/{{**rest}}", () => "");""")]
    [InlineData("""app.MapGroup("/ph").MapPost("/e", () => "");""")]
    [InlineData("""var group = app.MapGroup("/ph"); group.MapPost("/e", () => ""); group.MapPost("/s", () => "");""")]
    [InlineData("""var group = app.MapGroup("/ph").WithTags("PostHog"); Map(group); static void Map(RouteGroupBuilder group) { }""")]
    [InlineData("""Map(app.MapGroup("/ph")); static void Map(RouteGroupBuilder group) { }""")]
    [InlineData("""app.MapFallback("/ph/{**rest}", () => "");""")]
    public Task A_path_that_the_app_answers_itself_is_left_alone(string statement) => AppTest.SaysAsync(App.Program(Eu + statement), ("wwwroot/app.js", Old));

    [Theory]
    [InlineData("""[Microsoft.AspNetCore.Mvc.Route("ph/{**rest}")] class Proxy : Microsoft.AspNetCore.Mvc.ControllerBase { }""")]
    [InlineData("""[Microsoft.AspNetCore.Mvc.Route("[controller]")] class PhController : Microsoft.AspNetCore.Mvc.ControllerBase { }""")]
    [InlineData("""static class Paths { public const string PostHog = "/ph"; }""")]
    [InlineData("""class Proxying { public string Prefix { get; set; } = "/ph"; }""")]
    public Task A_controller_and_a_path_that_is_kept_elsewhere_are_left_alone(string members) =>
        AppTest.SaysAsync(App.Program(Eu) + members, ("wwwroot/app.js", Old));

    [Theory]
    [InlineData("appsettings.json", """{ "ReverseProxy": { "Routes": { "posthog": { "ClusterId": "posthog", "Match": { "Path": "/ph/{**rest}" } } } } }""")]
    [InlineData("appsettings.Production.json", """{ "Yarp": { "Routes": { "posthog": { "Match": { "Path": "ph/{**rest}" } } } } }""")]
    [InlineData("ClientApp/vite.config.ts", "export default { server: { proxy: { '/ph': { target: 'https://eu.i.posthog.com' } } } }")]
    [InlineData("ClientApp/vite.config.ts", "export default { server: { proxy: { '^/ph/.*': { target: 'https://eu.i.posthog.com' } } } }")]
    [InlineData("ClientApp/vite.config.mts", "const target = 'https://eu.i.posthog.com'\nexport default { server: { proxy: {\n  \"/ph\" : target,\n} } }")]
    [InlineData("ClientApp/next.config.js", "module.exports = { rewrites: async () => [{ source: '/ph/:path*', destination: 'https://eu.i.posthog.com/:path*' }] }")]
    [InlineData("ClientApp/next.config.mjs", "export default { rewrites: async () => [{ source: '/ph', destination: 'https://eu.i.posthog.com' }] }")]
    [InlineData("ClientApp/nuxt.config.ts", "export default defineNuxtConfig({ routeRules: { '/ph/**': { proxy: 'https://eu.i.posthog.com/**' } } })")]
    [InlineData("ClientApp/src/setupProxy.js", "module.exports = (app) => app.use('/ph', createProxyMiddleware({ target: 'https://eu.i.posthog.com' }))")]
    [InlineData("ClientApp/proxy.conf.js", "module.exports = [{ context: ['/ph'], target: 'https://eu.i.posthog.com' }]")]
    [InlineData("ClientApp/server.ts", "app.all('/ph/*', (c) => fetch('https://eu.i.posthog.com'))")]
    [InlineData("ClientApp/src/hooks.server.ts", "if (event.url.pathname.startsWith('/ph')) return fetch('https://eu.i.posthog.com')")]
    [InlineData("ClientApp/middleware.ts", "export const config = { matcher: '/ph/:path*' } // posthog")]
    [InlineData("ClientApp/app/ph/[...path]/route.ts", "export const POST = () => fetch('https://eu.i.posthog.com')")]
    [InlineData("ClientApp/src/routes/ph/[...path]/+server.ts", "export const POST = () => fetch('https://eu.i.posthog.com')")]
    [InlineData("ClientApp/app/routes/ph.$.ts", "export const action = () => fetch('https://eu.i.posthog.com')")]
    [InlineData("ClientApp/pages/ph/[[...slug]].ts", "export default () => fetch('https://eu.i.posthog.com')")]
    public Task A_rewrite_of_another_kind_is_left_alone(string path, string text) =>
        AppTest.SaysAsync(App.Program(Eu), ("wwwroot/app.js", Old), (path, text));

    [Theory]
    [InlineData("")]
    [InlineData("""app.Map("/phx/{**rest}", () => "");""")]
    [InlineData("""app.Map("/x/ph/{**rest}", () => "");""")]
    [InlineData("""app.MapGroup("/ph").MapPostHogProxy("/z8vx3k", PostHogRegion.Eu);""")]
    [InlineData("""app.MapGroup("/ph").WithTags("x").MapPostHogProxy("/z8vx3k", PostHogRegion.Eu);""")]
    [InlineData("""var group = app.MapGroup("/ph"); group.MapPostHogProxy("/z8vx3k", PostHogRegion.Eu);""")]
    [InlineData("""app.Map("/", () => "<script src='/ph.js'></script>");""")]
    [InlineData("""Console.WriteLine("posthog /ph");""")]
    public Task A_path_that_nothing_answers_is_told(string statement) =>
        AppTest.SaysAsync(App.Program(Eu + statement), ("wwwroot/app.js", Told));

    [Theory]
    [InlineData("ClientApp/src/a.ts", "posthog.init('phc_x1', { api_host: dev ? '{|PHX2006:/ph|}' : '{|PHX2006:/other|}', ui_host: 'https://eu.posthog.com' })")]
    [InlineData("ClientApp/src/a.ts", "fetch('/ph'); // posthog")]
    [InlineData("ClientApp/src/a.ts", "const posthogPath = '/ph'")]
    [InlineData("ClientApp/src/ph/posthog.ts", "export const x = 1")]
    public Task A_script_that_only_names_the_path_does_not_answer_it(string path, string text) =>
        AppTest.SaysAsync(App.Program(Eu), ("wwwroot/app.js", Told), (path, text));
}
