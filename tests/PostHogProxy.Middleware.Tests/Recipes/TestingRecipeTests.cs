using System.Net;
using System.Reflection;

namespace PostHogProxy.Recipes;

/// <summary>The classes of docs/testing.md, compiled from the page; the app under test is <see cref="ShopFactory"/>.</summary>
public sealed class TestingRecipeTests
{
    [Fact]
    public async Task Nothing_leaves_the_app()
    {
        var shop = Compile(DocsPage.Block("docs/testing.md", "Nothing leaves the app", "csharp"));
        await using var factory = (ShopFactory)Activator.CreateInstance(shop.GetType("QuietShop")!)!;
        using var client = factory.CreateClient();

        using var answer = await client.PostAsync(new Uri("/k3fw/e/", UriKind.Relative), new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("off", Assert.Single(answer.Headers.GetValues("X-PostHogProxy")));
    }

    [Fact]
    public async Task A_test_waits_for_an_event()
    {
        var tests = Compile(DocsPage.Block("docs/testing.md", "Wait for an event", "csharp")).GetType("CheckoutTests")!;

        var fact = Assert.Single(tests.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));
        await (Task)fact.Invoke(Activator.CreateInstance(tests), null)!;
    }

    [Fact]
    public async Task A_fake_takes_PostHogs_place()
    {
        var blocks = DocsPage.Blocks("docs/testing.md", "A fake takes PostHog's place").Select(block => block.Text).ToArray();
        Assert.Equal(2, blocks.Length);
        var tests = Compile(blocks).GetType("ShopTests")!;

        var fact = Assert.Single(tests.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));
        await (Task)fact.Invoke(Activator.CreateInstance(tests), null)!;
    }

    private static Assembly Compile(params string[] files) => CompiledRecipe.Compile(
    [
        .. files.Select(file => (file.Contains("[Fact]", StringComparison.Ordinal) ? "using Xunit;\n" : "")
            + file.Replace("WebApplicationFactory<Program>", "PostHogProxy.Recipes.ShopFactory", StringComparison.Ordinal)),
    ]);
}
