// An app of the same repository that has no proxy and no package.
var app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => "posthog.init('phc_import', { api_host: 'https://us.i.posthog.com', ui_host: 'https://eu.posthog.com' })");
app.Run();
