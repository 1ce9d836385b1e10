using PostHogProxy;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAuthentication();
builder.Services.AddAuthorization();

var app = builder.Build();

app.MapStaticAssets();

var api = app.MapGroup("/api");
api.MapGet("/tickets", () => new[] { new Ticket(1, "The lift is stuck") });
api.MapPost("/tickets", (Ticket ticket) => Results.Created($"/api/tickets/{ticket.Id}", ticket));

var metrics = api.MapGroup("/metrics");
metrics.MapPostHogProxy("/event", PostHogRegion.Us); // planted: PHX1001

app.MapFallbackToFile("index.html");

app.Run();

internal sealed record Ticket(int Id, string Title);
