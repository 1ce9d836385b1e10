using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Options;

/// <summary>The table of options in docs/operations.md says what the code does.</summary>
public sealed partial class OptionsDocsTests
{
    private static readonly List<Row> Rows = [.. OptionRow().Matches(File.ReadAllText(Repository.File("docs/operations.md")))
        .Select(row => new Row(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value, row.Groups[4].Value))];

    [Fact]
    public void Every_option_is_on_the_page_with_its_type_and_default_and_no_other_is()
    {
        var options = new PostHogProxyOptions();
        var inCode = typeof(PostHogProxyOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(option => $"{option.Name} {Name(option.PropertyType)} {Shown(option.GetValue(options))}");

        var written = Rows.Select(row => $"{row.Name} {row.Type} {row.Default}");

        Assert.Equal(inCode.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    // A change that the app cannot follow is told as event 3, or changes nothing.
    [Theory]
    [InlineData("MaxRequestBodySize", "1000")]
    [InlineData("ConnectTimeout", "00:00:01")]
    [InlineData("IngestOrigin", "https://other.example")]
    [InlineData("AssetsOrigin", "https://other.example")]
    [InlineData("Path", "/other")]
    public void What_the_page_calls_fixed_asks_for_a_restart(string option, string value) =>
        Assert.Equal(("fixed", true), (Rows.Single(row => row.Name == option).Reloads, AsksForRestart(option, value)));

    [Theory]
    [InlineData("ResponseTimeout", "00:00:10")]
    [InlineData("FlagsTimeout", "00:00:01")]
    [InlineData("MaxConcurrentRequests", "7")]
    [InlineData("ClientAddress", "Omit")]
    [InlineData("Features", "Capture")]
    [InlineData("RespectGlobalPrivacyControl", "true")]
    [InlineData("AllowUnknownPaths", "false")]
    [InlineData("AllowServerSdks", "true")]
    public void What_the_page_says_reloads_does_so_without_a_word(string option, string value) =>
        Assert.Equal(("reloads", false), (Rows.Single(row => row.Name == option).Reloads, AsksForRestart(option, value)));

    private static bool AsksForRestart(string option, string value)
    {
        var log = new ListLogger();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["PostHogProxy:Path"] = "/k3fw",
            ["PostHogProxy:IngestOrigin"] = "https://posthog.example",
        });
        builder.Services.AddRoutingCore();
        builder.Logging.AddProvider(log);
        using var app = builder.Build();
        app.MapPostHogProxy();

        app.Configuration["PostHogProxy:" + option] = value;
        ((IConfigurationRoot)app.Configuration).Reload();

        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Error 2:", StringComparison.Ordinal));
        return log.Lines.Any(line => line.StartsWith("Warning 3:", StringComparison.Ordinal));
    }

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

    [GeneratedRegex(@"^\| `(\w+)` \| `([^`]+)` \| (\S+) \| (fixed|reloads|in code only) \|$", RegexOptions.Multiline)]
    private static partial Regex OptionRow();

    private sealed record Row(string Name, string Type, string Default, string Reloads);
}
