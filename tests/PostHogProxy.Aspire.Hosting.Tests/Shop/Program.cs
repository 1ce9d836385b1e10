using PostHogProxy;

var app = WebApplication.CreateBuilder(args).Build();
app.MapPostHogProxy("/k3fw", PostHogRegion.Eu);
app.Run();
