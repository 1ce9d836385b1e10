using PostHogProxy;
using Several.Shared;

var app = WebApplication.CreateBuilder(args).Build();
app.MapStaticAssets();
app.MapGet("/origin", () => typeof(MeasuringExtensions).Assembly.GetName().Name);
app.MapGroup("/tracking").MapPostHogProxy("/events", PostHogRegion.Eu); // planted: PHX1001
app.Run();
