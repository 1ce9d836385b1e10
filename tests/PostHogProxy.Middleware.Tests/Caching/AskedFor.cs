namespace PostHogProxy.Middleware.Tests.Caching;

/// <summary>In whose name PostHog was asked: a visitor's, or that of the cache.</summary>
internal static class AskedFor
{
    // The first visitor gets what was asked on behalf of all, so that it costs one request. From then on each asks for itself.
    public static void AssertCostsOneRequestEach(CachingShop shop, params string[] more) =>
        Assert.Equal(["PostHogProxy-Cache", "Ada/2", .. more], Agents(shop));

    // What may be different for each visitor is asked for in each one's name, from the first on.
    public static void AssertForwarded(CachingShop shop, params string[] more)
    {
        var agents = Agents(shop);
        Assert.Equal(["Ada/1", "Ada/2", .. more], agents.Where(agent => agent != "PostHogProxy-Cache"));
        Assert.Single(agents, agent => agent == "PostHogProxy-Cache");
    }

    private static List<string> Agents(CachingShop shop) => [.. shop.Asked.Select(request => request.HeaderValues("User-Agent").Single())];
}
