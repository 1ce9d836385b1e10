using PostHogProxy;

var app = WebApplication.CreateBuilder(args).Build();

app.MapPostHogProxy("/q9ab", PostHogRegion.Eu);

app.MapPostHogProxy("/tracking/events", PostHogRegion.Eu); // planted: PHX1001
app.MapPostHogProxy("/telemetry", PostHogRegion.Eu); // planted: PHX1002
app.MapPostHogProxy("/m2xd", PostHogRegion.Eu).RequireAuthorization(); // planted: PHX1004
app.MapPostHogProxy("/q9ab/inner", PostHogRegion.Eu); // planted: PHX1005

app.Run();
