namespace PostHogProxy.Aspire.Hosting.Tests;

public sealed class ReferenceTests
{
    private readonly IDistributedApplicationBuilder _builder = DistributedApplication.CreateBuilder();

    [Fact]
    public async Task A_project_that_refers_to_it_sends_there()
    {
        var posthog = _builder.AddPostHogStandIn("posthog");
        var shop = _builder.AddProject<Projects.Shop>("shop").WithReference(posthog);
        await using var app = _builder.Build();
        await app.InitializeAsync(posthog);

        var variables = await app.VariablesAsync(shop.Resource);

        var origin = (await posthog.Resource.StandIn).Origin;
        Assert.Equal("127.0.0.1", origin.Host);
        Assert.Equal(new() { ["PostHogProxy__IngestOrigin"] = $"http://127.0.0.1:{origin.Port}" }, variables);
        Assert.Same(posthog.Resource, Assert.Single(shop.Resource.Annotations.OfType<ResourceRelationshipAnnotation>()).Resource);
    }

    [Fact]
    public async Task A_proxy_with_a_name_has_its_own_variable()
    {
        var posthog = _builder.AddPostHogStandIn("posthog", 0x4321);
        var shop = _builder.AddExecutable("shop", "shop", ".").WithReference(posthog, "checkout").WithReference(posthog, proxyName: "blog");
        await using var app = _builder.Build();
        await app.InitializeAsync(posthog);

        Assert.Equal(
            new()
            {
                ["PostHogProxy__Maps__checkout__IngestOrigin"] = "http://127.0.0.1:17185",
                ["PostHogProxy__Maps__blog__IngestOrigin"] = "http://127.0.0.1:17185",
            },
            await app.VariablesAsync(shop.Resource));
    }

    [Fact]
    public async Task An_app_waits_until_it_has_started()
    {
        var posthog = _builder.AddPostHogStandIn("posthog");
        var shop = _builder.AddProject<Projects.Shop>("shop").WithReference(posthog);
        await using var app = _builder.Build();

        var variables = app.VariablesAsync(shop.Resource);
        Assert.False(variables.IsCompleted);
        await app.InitializeAsync(posthog);

        Assert.Single(await variables);
    }

    [Fact]
    public async Task An_app_that_does_not_refer_to_it_is_left_alone()
    {
        var posthog = _builder.AddPostHogStandIn("posthog");
        var shop = _builder.AddProject<Projects.Shop>("shop");
        await using var app = _builder.Build();
        await app.InitializeAsync(posthog);

        Assert.Empty(await app.VariablesAsync(shop.Resource));
    }

    [Fact]
    public async Task What_is_published_sends_to_PostHog()
    {
        var publishing = DistributedApplication.CreateBuilder(["--operation", "publish", "--publisher", "manifest", "--output-path", Path.GetTempPath()]);
        var posthog = publishing.AddPostHogStandIn("posthog");
        var shop = publishing.AddProject<Projects.Shop>("shop").WithReference(posthog);
        var image = publishing.AddContainer("image", "shop").WithReference(posthog);
        await using var app = publishing.Build();

        Assert.True(publishing.ExecutionContext.IsPublishMode);
        Assert.Empty(await app.VariablesAsync(shop.Resource));
        Assert.Empty(await app.VariablesAsync(image.Resource));
        Assert.Same(ManifestPublishingCallbackAnnotation.Ignore, posthog.Resource.Annotations.OfType<ManifestPublishingCallbackAnnotation>().Single());
    }

    [Fact]
    public async Task A_container_is_told_that_it_cannot_reach_it()
    {
        var posthog = _builder.AddPostHogStandIn("posthog");
        var image = _builder.AddContainer("image", "shop").WithReference(posthog);
        await using var app = _builder.Build();
        await app.InitializeAsync(posthog);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => app.VariablesAsync(image.Resource));

        Assert.Contains("The container 'image' can't reach 'posthog', which listens on 127.0.0.1", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_name_of_a_proxy_that_is_none_is_refused(string name)
    {
        var posthog = _builder.AddPostHogStandIn("posthog");

        Assert.Throws<ArgumentException>("proxyName", () => _builder.AddProject<Projects.Shop>("shop").WithReference(posthog, name));
    }
}
