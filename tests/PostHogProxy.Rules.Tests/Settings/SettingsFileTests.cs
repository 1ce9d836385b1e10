using System.Text.Json;
using CsCheck;
using PostHogProxy.Rules.Judging;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Tests.Settings;

public sealed class SettingsFileTests
{
    // What the app's own reader allows.
    private static readonly JsonDocumentOptions AsTheApp = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly string[] Pieces = ["{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u0041\"", "1", "-2.5", "0", ".", "e", "E+", "-", "true", "null", " ", "//x\n", "/*y*/", "\\", "\""];

    [Fact]
    public void Nested_and_flat_keys_are_the_same_and_keep_their_places()
    {
        const string Text = """
            { // one
              "A": { "B": "x\u0041\n", /* two */ "C": [1, true, null,], },
              "D:E": -1.5e3,
            }
            """;
        var file = SettingsFile.Read(Text, "appsettings.json")!;

        Assert.Equal(["A", "A:B", "A:C", "A:C:0", "A:C:1", "A:C:2", "D:E"], file.Entries.Select(entry => entry.Key));
        Assert.Equal([null, "xA\n", null, "1", "True", null, "-1.5e3"], file.Entries.Select(entry => entry.Value));
        Assert.Equal(["A", "A:C"], file.Entries.Where(entry => entry.IsSection).Select(entry => entry.Key));
        Assert.Equal(
            ["\"A\"", "\"B\"", "\"C\"", "1", "true", "null", "\"D:E\""],
            file.Entries.Select(entry => Text.Substring(entry.KeyRange.Start, entry.KeyRange.Length)));
        Assert.Equal("\"x\\u0041\\n\"", Text.Substring(file.Find("a:b")!.Json.Range.Start, file.Find("a:b")!.Json.Range.Length));
    }

    // Each host is held against the region beside it: time is not asserted, but looking through the whole file for each would outlast the limit.
    [Fact(Timeout = 60_000)]
    public async Task A_file_of_very_many_proxies_is_judged()
    {
        const int Count = 60_000;
        var maps = string.Join(",\n", Enumerable.Range(0, Count).Select(at => $$""" "m{{at}}": { "Region": "Eu", "UiHost": "https://us.posthog.com" }"""));
        var file = SettingsFile.Read($$"""{ "PostHogProxy": { "Maps": { {{maps}} } } }""", "appsettings.json")!;

        var found = await Task.Run(() => ProxySectionRules.Judge(file).Count(), TestContext.Current.CancellationToken).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Count, found);
    }

    [Theory]
    [InlineData("appsettings.json", true)]
    [InlineData("C:\\shop\\AppSettings.Development.json", true)]
    [InlineData("src/appsettings.json", true)]
    [InlineData("myappsettings.json", false)]
    [InlineData("appsettings.json.bak", false)]
    [InlineData("appsettings/package.json", false)]
    public void Settings_files_are_known_by_their_name(string path, bool isOne) => Assert.Equal(isOne, SettingsFile.IsSettings(path));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{ \"a\" 1 }")]
    [InlineData("{ \"a\": 1 } x")]
    [InlineData("{ \"a\": tru }")]
    [InlineData("{ \"a\": 'x' }")]
    [InlineData("{ \"a\": \"\\x\" }")]
    [InlineData("{ \"a\": \"\\u12\" }")]
    [InlineData("{ \"a\": \"x\ny\" }")]
    [InlineData("{ /* \"a\": 1 }")]
    [InlineData("{ \"a\": 1,, }")]
    public void What_is_no_settings_file_is_unknown(string text) => Assert.Null(SettingsFile.Read(text, "appsettings.json"));

    [Fact]
    public void Whatever_is_deep_is_left_without_an_overflow() => Assert.Null(JsonReader.Read(new string('[', 1_000_000)));

    [Fact]
    public void It_reads_what_the_apps_own_reader_reads() =>
        Gen.Int[0, Pieces.Length - 1].Select(piece => Pieces[piece]).Array[0, 12]
            .Sample(
                parts =>
                {
                    var text = string.Concat(parts);
                    Assert.Equal(IsJson(text), JsonReader.Read(text) is not null);
                },
                iter: 100_000);

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, AsTheApp);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
