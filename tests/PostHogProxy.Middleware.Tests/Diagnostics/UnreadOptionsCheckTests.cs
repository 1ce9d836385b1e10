using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Diagnostics;

/// <summary>Options that no proxy follows: with a lost DisabledWhen, visitors who have declined would be measured.</summary>
public sealed class UnreadOptionsCheckTests
{
    private const string Warning = "Warning 29:";

    [Theory]
    [InlineData("code", "shop", "of AddPostHogProxy without a name apply only")]
    [InlineData("section", "shop", "of the section 'PostHogProxy' apply only")]
    [InlineData("code, section", "shop", "of AddPostHogProxy without a name and of the section 'PostHogProxy' apply only")]
    [InlineData("code of shop", "shop", null)]
    [InlineData("section of shop", "shop", null)]
    [InlineData("code", "", null)]
    [InlineData("section", "", null)]
    [InlineData("code, section", "shop, ", null)]
    [InlineData("nothing", "shop", null)]
    [InlineData("null at the root", "shop", null)]
    [InlineData("code without options", "shop", null)]
    [InlineData("code for all", "shop", null)]
    public async Task Options_without_a_name_are_told_where_every_proxy_has_one(string set, string maps, string? told)
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, set, maps.Split(',', StringSplitOptions.TrimEntries));

        var lines = log.Lines.Where(line => line.StartsWith(Warning, StringComparison.Ordinal)).ToList();
        Assert.Equal(told is null ? 0 : 1, lines.Count);
        Assert.All(lines, line => Assert.Contains(told!, line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.EndsWith("Set them with AddPostHogProxy(\"shop\", …) or in the section 'PostHogProxy:Maps:shop'", line, StringComparison.Ordinal));
    }

    private static Task<Shop> OpenAsync(ListLogger log, string set, string[] maps) => Shop.OpenAsync(
        (app, connect) =>
        {
            foreach (var name in maps)
            {
                if (name.Length > 0)
                {
                    app.MapPostHogProxy(name);
                }
                else
                {
                    app.MapPostHogProxy("/unnamed", PostHogRegion.Eu, connect);
                }
            }
        },
        builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["PostHogProxy:Maps:shop:Path"] = "/k3fw",
                ["PostHogProxy:Maps:shop:Region"] = "Eu",
                [set.Contains("section", StringComparison.Ordinal) && !set.Contains("section of", StringComparison.Ordinal) ? "PostHogProxy:FlagsTimeout" : "PostHogProxy:Maps:shop:FlagsTimeout"] = "00:00:02",
            });
            if (set == "null at the root")
            {
                builder.Configuration.AddInMemoryCollection([new("PostHogProxy:Region", null)]);
            }
            else if (set == "code without options")
            {
                builder.Services.AddPostHogProxy();
            }
            else if (set == "code for all")
            {
                builder.Services.ConfigureAll<PostHogProxyOptions>(options => options.ConnectTimeout = TimeSpan.FromSeconds(3));
            }
            else if (set.StartsWith("code of", StringComparison.Ordinal))
            {
                builder.Services.AddPostHogProxy("shop", options => options.ConnectTimeout = TimeSpan.FromSeconds(3));
            }
            else if (set.StartsWith("code", StringComparison.Ordinal))
            {
                builder.Services.AddPostHogProxy(options => options.ConnectTimeout = TimeSpan.FromSeconds(3));
            }
        });
}
