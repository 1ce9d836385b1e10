using PostHogProxy;

var app = WebApplication.CreateBuilder(args).Build();

// An app of its own: a path that cannot be known makes the rules about the page's paths silent.
app.MapPostHogProxy("/k3fw/", PostHogRegion.Eu); // planted: PHX1003

app.Run();
