using CsCheck;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Rules.Tests.Settings;

/// <summary>How far apart two words are. The rows are counted by hand.</summary>
public sealed class EditDistanceTests
{
    [Theory]
    [InlineData("Region", "Region", 0)]
    [InlineData("Region", "rEGION", 0)]
    [InlineData("Region", "Regon", 1)]
    [InlineData("Regon", "Region", 1)]
    [InlineData("Region", "Regiom", 1)]
    [InlineData("Region", "Regoin", 1)]
    [InlineData("Region", "eRgion", 1)]
    [InlineData("Region", "Regino", 1)]
    [InlineData("ab", "ba", 1)]
    [InlineData("ab", "cd", 2)]
    [InlineData("abcd", "badc", 2)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "xyzabc", 3)]
    [InlineData("abcd", "wxyz", 4)]
    [InlineData("a", "abcdef", 4)]
    [InlineData("abcdefgh", "ijklmnop", 4)]
    public void It_counts_letters_that_are_too_many_too_few_wrong_or_swapped(string a, string b, int distance) =>
        Assert.Equal(distance, EditDistance.Between(a, b, limit: 3));

    [Fact]
    public void It_is_the_same_from_either_side() =>
        Gen.Select(Gen.String[Gen.Char["abAB"], 0, 8], Gen.String[Gen.Char["abAB"], 0, 8])
            .Sample((a, b) => EditDistance.Between(a, b, 4) == EditDistance.Between(b, a, 4));
}
