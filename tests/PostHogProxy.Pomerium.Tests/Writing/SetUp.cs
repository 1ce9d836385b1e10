using PostHogProxy.Pomerium.Writing;

namespace PostHogProxy.Pomerium.Tests.Writing;

/// <summary>A description with the routes it stands for, typed by hand from the facts: name, to, prefix and rewrite of each.</summary>
public sealed record SetUp(string? Path, string Region, string? App, string[] Routes)
{
    internal const string Host = "e.test";

    // Every shape (host, path, app behind) times both regions.
    private static readonly SetUp[] All =
    [
        new(null, "Us", null, ["posthog-static|https://us-assets.i.posthog.com|/static/|", "posthog-array|https://us-assets.i.posthog.com|/array/|", "posthog|https://us.i.posthog.com||"]),
        new(null, "Eu", null, ["posthog-static|https://eu-assets.i.posthog.com|/static/|", "posthog-array|https://eu-assets.i.posthog.com|/array/|", "posthog|https://eu.i.posthog.com||"]),
        new("/t7x", "Us", null, ["posthog-static|https://us-assets.i.posthog.com|/t7x/static/|/static/", "posthog-array|https://us-assets.i.posthog.com|/t7x/array/|/array/", "posthog|https://us.i.posthog.com|/t7x/|/"]),
        new("/t7x", "Eu", null, ["posthog-static|https://eu-assets.i.posthog.com|/t7x/static/|/static/", "posthog-array|https://eu-assets.i.posthog.com|/t7x/array/|/array/", "posthog|https://eu.i.posthog.com|/t7x/|/"]),
        new("/shop/t7x/", "Us", null, ["posthog-static|https://us-assets.i.posthog.com|/shop/t7x/static/|/static/", "posthog-array|https://us-assets.i.posthog.com|/shop/t7x/array/|/array/", "posthog|https://us.i.posthog.com|/shop/t7x/|/"]),
        new("/shop/t7x/", "Eu", null, ["posthog-static|https://eu-assets.i.posthog.com|/shop/t7x/static/|/static/", "posthog-array|https://eu-assets.i.posthog.com|/shop/t7x/array/|/array/", "posthog|https://eu.i.posthog.com|/shop/t7x/|/"]),
        new("/t7x", "Us", "http://app:8080", ["posthog|http://app:8080|/t7x/|"]),
        new("/t7x", "Eu", "http://app:8080/", ["posthog|http://app:8080|/t7x/|"]),
        new(null, "Us", "https://app.internal", ["posthog|https://app.internal||"]),
        new(null, "Eu", "https://app.internal", ["posthog|https://app.internal||"]),
    ];

    public static TheoryData<SetUp> Rows => [.. All];

    internal ProxyDescription Proxy => new(Host, Path, Enum.Parse<PostHogRegion>(Region), App is null ? null : new(App));

    internal bool ForwardsToPostHog => App is null;

    /// <summary>What is asked for, and where it has to arrive.</summary>
    internal IEnumerable<(Uri Asked, string Upstream)> Requests
    {
        get
        {
            var path = Path?.TrimEnd('/') ?? "";
            var region = Region == "Us" ? "us" : "eu";
            foreach (var script in new[] { "/static/array.js", "/static/1.404.0/posthog-recorder.js?v=1", "/array/phc_x/config.js" })
            {
                yield return (new($"https://{Host}{path}{script}"), App is null ? $"https://{region}-assets.i.posthog.com{script}" : $"{App.TrimEnd('/')}{path}{script}");
            }

            foreach (var call in new[] { "/e/?ip=0", "/flags/?v=2", "/i/v0/e/", "/s/" })
            {
                yield return (new($"https://{Host}{path}{call}"), App is null ? $"https://{region}.i.posthog.com{call}" : $"{App.TrimEnd('/')}{path}{call}");
            }
        }
    }

    public override string ToString() => $"{Path ?? "(host)"} {Region} {App}";
}
