using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PostHogProxy.Package.Tests.Api;

public sealed class ConfigurationSchemaTests
{
    private const string Path = "src/PostHogProxy.Middleware/Package/ConfigurationSchema.json";

    [Fact]
    public void The_schema_says_what_the_options_say() => CheckedInFile.Holds(Path, new ConfigurationSchema().Write());

    [Fact]
    public void The_app_takes_every_key_that_the_schema_offers_and_no_other()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Repository.File(Path)));
        var offered = schema.RootElement.GetProperty("properties").GetProperty("PostHogProxy").GetProperty("properties").EnumerateObject().Select(each => each.Name);
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection([new("PostHogProxy:Misspelt", "1")]);
        using var app = builder.Build();

        var failure = Assert.Throws<OptionsValidationException>(() => app.MapPostHogProxy("/k3fw", PostHogRegion.Eu));

        // "The settings are A, B, C."
        var names = failure.Message.Split("The settings are ")[1].Split('.')[0].Split(", ");
        Assert.Equal(names.Order(StringComparer.Ordinal), offered.Except(["Maps", "Outbox"]).Order(StringComparer.Ordinal));
    }
}
