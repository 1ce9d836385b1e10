using PostHogProxy;

var app = WebApplication.CreateBuilder(args).Build();

app.MapPostHogProxy("/analytics", PostHogRegion.Us); // planted: PHX1002
app.MapPostHogProxy("/tracking/events", PostHogRegion.Us); // planted: PHX1001
app.MapPostHogProxy("/relay", PostHogRegion.Us);
app.MapPostHogProxy("/data", PostHogRegion.Us);
app.MapPostHogProxy("/t7k2", PostHogRegion.Us);
app.MapPostHogProxy("/ingest-x1", PostHogRegion.Us);

app.Run();
