using System.Reflection;

namespace PostHogProxy.Package.Tests.Api;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_surface_is_the_one_that_was_agreed_on()
    {
        string[] names = ["PostHogProxy.Middleware", "PostHogProxy.Rules", "PostHogProxy.Verification", "PostHogProxy.Http2", "PostHogProxy.OpenTelemetry"];
        var surface = new PublicSurface();
        var lines = names.SelectMany(name => surface.Of(Assembly.Load(name)));

        CheckedInFile.Holds("tests/PostHogProxy.Package.Tests/Api/PublicApi.txt", string.Join('\n', lines).TrimEnd() + "\n");
    }

    [Fact]
    public void The_public_surface_of_the_resource_of_Aspire_is_the_one_that_was_agreed_on() => CheckedInFile.Holds(
        "tests/PostHogProxy.Package.Tests/Api/PublicApi.Aspire.txt",
        string.Join('\n', new PublicSurface().Of(Assembly.Load("PostHogProxy.Aspire.Hosting"))).TrimEnd() + "\n");

    [Fact]
    public void The_public_surface_of_the_stand_in_is_the_one_that_was_agreed_on() => CheckedInFile.Holds(
        "tests/PostHogProxy.Package.Tests/Api/PublicApi.Testing.txt",
        string.Join('\n', new PublicSurface().Of(Assembly.Load("PostHogProxy.Testing"))).TrimEnd() + "\n");
}
