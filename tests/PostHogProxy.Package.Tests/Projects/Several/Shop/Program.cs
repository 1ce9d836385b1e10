using PostHogProxy;

var app = WebApplication.CreateBuilder(args).Build();
app.MapStaticAssets();
app.MapPostHogProxy("/t7k2", PostHogRegion.Us);
app.Run();
