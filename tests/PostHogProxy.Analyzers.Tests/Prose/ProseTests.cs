using System.Text.RegularExpressions;

namespace PostHogProxy.Analyzers.Tests.Prose;

/// <summary>The pages are read by people in a hurry, many of whom learnt English late.</summary>
public sealed partial class ProseTests
{
    private const int MostWords = 30;

    public static TheoryData<string> Pages => PagesTests.Pages;

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_sentence_is_longer_than_thirty_words(string page) => Assert.Empty(TooLong(Repository.Text(page)).Select(sentence => $"{page}:{sentence}"));

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_word_stands_in_a_page_that_only_its_writer_uses(string page) => Assert.Empty(Idioms(Repository.Text(page)).Select(idiom => $"{page}:{idiom}"));

    [Fact]
    public void A_long_sentence_is_found_wherever_it_stands()
    {
        var words = "One" + string.Concat(Enumerable.Repeat(" word", MostWords - 1));
        Assert.Empty(TooLong($"{words}. {words}.\n\n- {words}\n- {words}\n\n| {words} | {words} |"));
        Assert.Equal(
            ["1: 31 words", "3: 31 words", "5: 31 words", "8: 31 words", "10: 32 words"],
            TooLong($"{words} more.\n\n# {words} more\n\n- {words}\n  more\n\n| {words} more | {words} |\n\n{words} `more or less` [link]({words}).\n"));
        Assert.Empty(TooLong($"```\n{words} more\n```\n"));
    }

    [Fact]
    public void An_idiom_is_found_as_a_word_only()
    {
        Assert.Equal(["1: Mend", "3: goes up"], Idioms("Mend it.\n\nThe request goes up.\n"));
        Assert.Empty(Idioms("We recommend it, `mend` and all.\n"));
    }

    private static IEnumerable<string> TooLong(string page) =>
        PageText.Sentences(page).Where(sentence => sentence.Words > MostWords).Select(sentence => $"{sentence.Line}: {sentence.Words} words");

    private static IEnumerable<string> Idioms(string page) =>
        from sentence in PageText.Sentences(page) from Match idiom in Idiom().Matches(sentence.Text) select $"{sentence.Line}: {idiom.Value}";

    [GeneratedRegex(@"\b(mend(s|ed|ing)?|tells?|told|telling|minds|(goes|go|went|gone) up|later wins)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Idiom();
}
