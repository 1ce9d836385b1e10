using Gallery.Client.Pages;
using Gallery.Components;
using PostHogProxy;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddInteractiveWebAssemblyComponents();

// Built and not published, the client's files are where its build left them.
builder.WebHost.UseStaticWebAssets();

var app = builder.Build();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapPostHogProxy("/m4hc2", PostHogRegion.Eu);
app.MapRazorComponents<App>()
    .AddInteractiveServerRenderMode()
    .AddInteractiveWebAssemblyRenderMode()
    .AddAdditionalAssemblies(typeof(Home).Assembly);
app.Run();
