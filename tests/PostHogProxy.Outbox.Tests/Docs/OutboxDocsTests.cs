using System.Text.RegularExpressions;

namespace PostHogProxy.Outbox.Tests.Docs;

public sealed partial class OutboxDocsTests
{
    private static readonly string Page = Repository.Read("docs/outbox.md");

    [Fact]
    public void Every_option_is_on_the_page_with_its_default_and_no_other_is()
    {
        var standard = new PostHogOutboxOptions();
        var expected = typeof(PostHogOutboxOptions).GetProperties().Select(option => $"{option.Name} {Text(option.GetValue(standard))}");
        var written = OptionRow().Matches(Page).Select(row => $"{row.Groups[1]} {row.Groups[2]}");
        Assert.Equal(expected.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    private static string Text(object? value) => value switch
    {
        null => "null",
        bool isOn => isOn ? "true" : "false",
        double share => share.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    [GeneratedRegex(@"^\| `(\w+)` \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex OptionRow();
}
