using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Tests.Settings;

/// <summary>What is JSON with comments and trailing commas, and what is not, character by character. The grammar is that of RFC 8259.</summary>
public sealed class JsonReaderTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("1")]
    [InlineData("10")]
    [InlineData("-12")]
    [InlineData("1.5")]
    [InlineData("0.05")]
    [InlineData("1e5")]
    [InlineData("1E+5")]
    [InlineData("1.5e-05")]
    [InlineData("10.20e30")]
    public void A_number_is_read_as_it_is_written(string text)
    {
        var value = JsonReader.Read($" {text} ");

        Assert.Equal((JsonKind.Number, text, 1, text.Length), (value!.Kind, value.Text, value.Range.Start, value.Range.Length));
    }

    [Theory]
    [InlineData("01")]
    [InlineData("00")]
    [InlineData("-01")]
    [InlineData("1.")]
    [InlineData("1.e5")]
    [InlineData(".5")]
    [InlineData("-")]
    [InlineData("-.5")]
    [InlineData("+1")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e+-5")]
    [InlineData("e5")]
    [InlineData("1.5.5")]
    [InlineData("1e5e5")]
    [InlineData("1a")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void What_looks_like_a_number_and_is_none_is_no_JSON(string text)
    {
        Assert.Null(JsonReader.Read(text));
        Assert.Null(JsonReader.Read($"[{text}]"));
    }

    [Theory]
    [InlineData("true", "True", "True")]
    [InlineData("false", "False", "False")]
    [InlineData("null", "Null", null)]
    public void A_word_is_read_as_configuration_reads_it(string text, string kind, string? read)
    {
        var value = JsonReader.Read(text);

        Assert.Equal((kind, read), ($"{value!.Kind}", value.Text));
    }

    [Theory]
    [InlineData("True")]
    [InlineData("nul")]
    [InlineData("truefalse")]
    [InlineData("true false")]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\uFEFF")]
    [InlineData("x")]
    [InlineData("1 // one\n2")]
    public void Other_words_are_no_JSON(string text) => Assert.Null(JsonReader.Read(text));

    [Theory]
    [InlineData("1")]
    [InlineData("\uFEFF1")]
    [InlineData("\t1")]
    [InlineData("\r1\r")]
    [InlineData("\n1\n")]
    [InlineData("1 // to the end")]
    [InlineData("//\n1")]
    [InlineData("// 2\r\n1")]
    [InlineData("1//")]
    [InlineData("/**/1")]
    [InlineData("/* 2 \n * / */ 1 /***/")]
    [InlineData("/*//*/1")]
    public void White_space_comments_and_a_byte_order_mark_say_nothing(string text) => Assert.Equal("1", JsonReader.Read(text)?.Text);

    [Theory]
    [InlineData("1 /")]
    [InlineData("1 /2")]
    [InlineData("1 / / 2")]
    [InlineData("/* 1")]
    [InlineData("/*/ 1")]
    [InlineData("1 /*")]
    [InlineData("1 /* *")]
    [InlineData("// 1")]
    [InlineData("1\u00A0")]
    [InlineData("1\f")]
    [InlineData("1\uFEFF")]
    public void A_comment_that_does_not_end_and_other_white_space_are_no_JSON(string text) => Assert.Null(JsonReader.Read(text));

    [Theory]
    [InlineData("[]")]
    [InlineData("[ ]")]
    [InlineData("[1]", "0=1")]
    [InlineData("[1,]", "0=1")]
    [InlineData("[ 1 , 2 ]", "0=1", "1=2")]
    [InlineData("[1/**/,//\n2]", "0=1", "1=2")]
    [InlineData("{}")]
    [InlineData("{\"a\":1}", "a=1")]
    [InlineData("{ \"a\" : 1 , }", "a=1")]
    [InlineData("{/**/\"a\"/**/:/**/1/**/,/**/\"\":2/**/}", "a=1", "=2")]
    [InlineData("{\"a\":1,\"a\":2}", "a=1", "a=2")]
    public void Members_have_their_names_and_elements_their_places(string text, params string[] members)
    {
        var value = JsonReader.Read(text)!;

        Assert.Equal((0, text.Length), (value.Range.Start, value.Range.Length));
        Assert.Equal(members, value.Members.Select(member => $"{member.Name}={member.Value.Text}"));
    }

    [Theory]
    [InlineData("[")]
    [InlineData("[1")]
    [InlineData("[1,")]
    [InlineData("[1 2]")]
    [InlineData("[,]")]
    [InlineData("[,1]")]
    [InlineData("[1,,]")]
    [InlineData("[1}")]
    [InlineData("]")]
    [InlineData("{\"a\":1]")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\",1}")]
    [InlineData("{a:1}")]
    [InlineData("{1:1}")]
    [InlineData("{,}")]
    [InlineData("{\"a\":1,,}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a:1}")]
    [InlineData("{\"a\":\"")]
    public void What_does_not_close_or_has_a_comma_too_many_is_no_JSON(string text) => Assert.Null(JsonReader.Read(text));

    // The limit of System.Text.Json.
    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Sixty_four_levels_are_read(int levels, bool isRead) =>
        Assert.Equal(isRead, JsonReader.Read(new string('[', levels) + new string(']', levels)) is not null);

    [Fact]
    public void Levels_that_have_ended_count_no_more() =>
        Assert.NotNull(JsonReader.Read($"[{string.Join(',', Enumerable.Repeat("[[]]", 100))}]"));

    [Fact]
    public void Places_are_those_in_the_text()
    {
        const string Text = "\uFEFF{ \"name\" : [ \"a\\u0041\" , true ] }";

        var member = Assert.Single(JsonReader.Read(Text)!.Members);

        Assert.Equal("\"name\"", Cut(member.NameRange));
        Assert.Equal("[ \"a\\u0041\" , true ]", Cut(member.Value.Range));
        Assert.Equal(["\"a\\u0041\"", "true"], member.Value.Members.Select(element => Cut(element.NameRange)));
        Assert.Equal("aA", member.Value.Members[0].Value.Text);

        static string Cut(TextRange range) => Text.Substring(range.Start, range.Length);
    }

    [Fact]
    public void A_cancelled_build_stops_the_reading() =>
        Assert.Throws<OperationCanceledException>(() => JsonReader.Read("1", new CancellationToken(canceled: true)));
}
