using PostHogProxy;
using YamlDotNet.Serialization;

var app = WebApplication.CreateBuilder(args).Build();

app.MapPostHogProxy("/q9ab", PostHogRegion.Us);
app.MapGet("/", () => new SerializerBuilder().Build().Serialize(new { Page = "Home" }));
app.Run();
