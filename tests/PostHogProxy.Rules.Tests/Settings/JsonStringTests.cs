using System.Text.Json;
using CsCheck;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Tests.Settings;

/// <summary>Strings of a JSON text, against System.Text.Json.</summary>
public sealed class JsonStringTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("""a\"b\\c\/d""", "a\"b\\c/d")]
    [InlineData("""\b\f\n\r\t""", "\b\f\n\r\t")]
    [InlineData("""\u0041\u00e9\u00C9x""", "A\u00e9\u00c9x")]
    [InlineData("""\x""", null)]
    [InlineData("""ab\u12""", null)]
    [InlineData("""\u12G4""", null)]
    [InlineData("""\u""", null)]
    [InlineData("""a\q""", null)]
    public void Escapes_are_resolved_and_what_is_none_makes_the_whole_unreadable(string written, string? read)
    {
        // The text goes on behind the string, as a file does.
        Assert.Equal(read, JsonString.Decode(written + "\"0000", 0, written.Length));
    }

    [Fact]
    public void Whatever_is_written_as_JSON_is_read_back() =>
        Gen.String.Sample(text =>
        {
            // Half of a surrogate pair is written as a replacement character.
            var sound = new string([.. text.Where(static c => !char.IsSurrogate(c))]);
            var written = JsonSerializer.Serialize(sound) + " ,";
            var end = JsonString.EndOf(written, 0);
            return end == written.Length - 2 && JsonString.Decode(written, 1, end - 1) == sound;
        });

    [Theory]
    [InlineData("\"abc", -1)]
    [InlineData("\"a\nc\"", -1)]
    [InlineData("\"a\\\"", -1)]
    [InlineData("\"\" ", 2)]
    [InlineData("\"a\\\"b\"c", 6)]
    public void Its_end_is_the_first_quote_that_is_not_escaped(string text, int end) => Assert.Equal(end, JsonString.EndOf(text, 0));
}
