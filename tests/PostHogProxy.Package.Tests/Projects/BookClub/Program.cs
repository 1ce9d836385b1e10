using PostHogProxy;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorPages();

var app = builder.Build();

app.UseStaticFiles();
app.UseRouting();
app.UseAuthorization();

app.MapRazorPages();
app.MapPostHogProxy("/stats/events", PostHogRegion.Eu) // planted: PHX1001
    .RequireAuthorization(); // planted: PHX1004

app.Run();
