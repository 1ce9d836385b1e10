using System.Net;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Middleware.Tests.Forwarding;

namespace PostHogProxy.Middleware.Tests.Hosting;

/// <summary>The browser's half, as the proxy serves it.</summary>
public sealed class AliasFilesTests
{
    private const string JavaScript = "text/javascript; charset=utf-8";

    [Theory]
    [InlineData(".mjs", "export var rewriteRequestPath=", JavaScript)]
    [InlineData(".js", "window.rewriteRequestPath=", JavaScript)]
    [InlineData(".d.ts", "declare module \"*/", "text/plain; charset=utf-8")]
    public async Task The_files_are_served_beside_the_aliases_wherever_the_proxy_is(string extension, string start, string contentType)
    {
        await using var shop = await OpenAsync();
        var path = $"/base/group/k3fw/{AliasTests.Of(shop).Name}{extension}";

        using var response = await shop.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith(start, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(contentType, response.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("max-age=300, private", response.Headers.CacheControl!.ToString());

        // The browser keeps it for a page on the same origin, and must not give it to one on another, which it would not be allowed to read.
        Assert.Equal(["Origin"], response.Headers.Vary);
        Assert.Empty(shop.Forwarded);
    }

    // TS2436: a module's name may not start with a slash, but a pattern that ends like the path may stand for it.
    [Fact]
    public async Task The_types_declare_the_module_under_whatever_path_it_is_imported()
    {
        await using var shop = await OpenAsync();
        var name = AliasTests.Of(shop).Name;

        var types = await shop.Client.GetStringAsync($"/base/group/k3fw/{name}.d.ts", TestContext.Current.CancellationToken);

        Assert.Contains($"declare module \"*/{name}.mjs\" {{", types, StringComparison.Ordinal);
        Assert.Contains("export function rewriteRequestPath(url: URL): URL;", types, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("POST", 405)]
    public async Task Only_reading_them_makes_sense(string method, int status)
    {
        await using var shop = await OpenAsync();

        using var response = await shop.Client.SendAsync(
            new(new(method), $"/base/group/k3fw/{AliasTests.Of(shop).Name}.mjs"), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    // A module is always asked for as across origins.
    [Fact]
    public async Task A_page_on_another_origin_may_import_the_module()
    {
        await using var shop = await OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/base/group/k3fw/{AliasTests.Of(shop).Name}.mjs");
        request.Headers.Add("Origin", "https://www.shop.example");

        using var response = await shop.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("https://www.shop.example", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("Origin", response.Headers.Vary);
    }

    private static Task<Shop> OpenAsync() => Shop.OpenAsync((app, connect) =>
    {
        app.UsePathBase("/base");
        app.UseRouting();
        app.MapGroup("/group").MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
        {
            connect(options);
            options.UsePathAliases(keepCanonicalPaths: false);
        });
    });
}
