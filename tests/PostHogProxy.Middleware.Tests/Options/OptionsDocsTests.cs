using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Options;

namespace PostHogProxy.Middleware.Tests.Options;

/// <summary>The table of options in docs/operations.md says what the code does.</summary>
public sealed partial class OptionsDocsTests
{
    private static readonly List<Row> Rows = [.. OptionRow().Matches(File.ReadAllText(Repository.File("docs/operations.md")))
        .Select(row => new Row(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value, row.Groups[4].Value))];

    [Fact]
    public void Every_option_is_on_the_page_with_its_type_and_default_and_no_other_is()
    {
        // The page has the default of an app, not that of a run over the other transport.
        var options = new PostHogProxyOptions { Transport = PostHogTransport.Auto };
        var inCode = OptionsOf(options).Where(option => !option.StartsWith("AssetCache ", StringComparison.Ordinal))
            .Concat(OptionsOf(options.AssetCache).Select(option => "AssetCache:" + option));

        var written = Rows.Select(row => $"{row.Name} {row.Type} {row.Default}");

        Assert.Equal(inCode.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> OptionsOf<T>(T options) => typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(option => $"{option.Name} {Name(option.PropertyType)} {Shown(option.GetValue(options))}");

    // What is fixed stays as it was for those who asked at the start; a change of it is told as event 3.
    [Theory]
    [InlineData("Path", "/other")]
    [InlineData("Region", "Us")]
    [InlineData("ProjectTokens:0", "phc_AnotherProjectsTokenOfTheSameRegion00000000")]
    [InlineData("IngestOrigin", "https://other.example")]
    [InlineData("AssetsOrigin", "https://other.example")]
    [InlineData("UiHost", "https://eu.posthog.com")]
    [InlineData("MaxRequestBodySize", "1000")]
    [InlineData("ConnectTimeout", "00:00:01")]
    [InlineData("AssetCache:Enabled", "false")]
    [InlineData("AssetCache:MaximumBytes", "1000000")]
    [InlineData("AssetCache:MaximumEntryBytes", "1000000")]
    [InlineData("AssetCache:FallbackDuration", "00:01:00")]
    [InlineData("AssetCache:StaleIfError", "00:01:00")]
    [InlineData("Aliases", "On")]
    public void What_the_page_calls_fixed_asks_for_a_restart(string key, string value) =>
        Assert.Equal("fixed", WhatAChangeDoes(key, value, WrittenOf(key)));

    [Theory]
    [InlineData("ResponseTimeout", "00:00:10")]
    [InlineData("FlagsTimeout", "00:00:01")]
    [InlineData("MaxConcurrentRequests", "7")]
    [InlineData("ClientAddress", "Omit")]
    [InlineData("Features", "Capture")]
    [InlineData("RespectGlobalPrivacyControl", "true")]
    [InlineData("Disabled", "true")]
    [InlineData("AllowUnknownPaths", "false")]
    [InlineData("AllowServerSdks", "true")]
    public void What_the_page_says_reloads_is_in_force_without_a_word(string key, string value) =>
        Assert.Equal("reloads", WhatAChangeDoes(key, value, WrittenOf(key)));

    private static string WrittenOf(string key) => Rows.Single(row => row.Name == key || row.Name == key.Split(':')[0]).Reloads;

    private static string WhatAChangeDoes(string key, string value, string written)
    {
        var log = new ListLogger();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PostHogProxy:Path"] = "/k3fw",
            ["PostHogProxy:Region"] = "Eu",
        }).Build();
        using var services = new ServiceCollection().BuildServiceProvider();
        using var options = new LiveOptions(
            new OptionsSource(services, configuration, "", new MapArguments(), configure: null), configuration, log);

        configuration["PostHogProxy:" + key] = value;
        configuration.Reload();

        Assert.Equal(written == "fixed", log.Lines.Any(line => line.StartsWith("Warning 3:", StringComparison.Ordinal)));
        Assert.Equal(written == "fixed" ? 1 : 0, log.Lines.Count);
        Assert.NotEqual(Value(options.Initial, key), Value(options.Current, key));
        return written;
    }

    // The number of an entry of a list is no option's name.
    private static object? Value(PostHogProxyOptions options, string key) => key.Split(':').Where(part => !char.IsAsciiDigit(part[0]))
        .Aggregate((object?)options, (holder, part) => holder!.GetType().GetProperty(part)!.GetValue(holder));

    private static string Name(Type type)
    {
        var shown = Nullable.GetUnderlyingType(type) ?? type;
        return shown.IsGenericType
            ? $"{shown.Name[..shown.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", shown.GetGenericArguments().Select(Name))}>"
            : shown.Name;
    }

    private static string Shown(object? value) => value switch
    {
        null or ICollection { Count: 0 } => "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"^\| `([\w:]+)` \| `([^`]+)` \| (\S+) \| (fixed|reloads|in code only) \|$", RegexOptions.Multiline)]
    private static partial Regex OptionRow();

    private sealed record Row(string Name, string Type, string Default, string Reloads);
}
