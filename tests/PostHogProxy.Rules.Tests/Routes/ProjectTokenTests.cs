using PostHogProxy.Rules.Routes;

namespace PostHogProxy.Rules.Tests.Routes;

/// <summary>What PostHog Cloud's tokens look like, character by character.</summary>
public sealed class ProjectTokenTests
{
    [Theory]
    [InlineData('0', true)]
    [InlineData('9', true)]
    [InlineData('a', true)]
    [InlineData('z', true)]
    [InlineData('A', true)]
    [InlineData('Z', true)]
    [InlineData('_', true)]
    [InlineData('-', true)]
    [InlineData('/', false)]
    [InlineData(':', false)]
    [InlineData('@', false)]
    [InlineData('[', false)]
    [InlineData('`', false)]
    [InlineData('{', false)]
    [InlineData('.', false)]
    [InlineData('\u00e9', false)]
    public void A_usual_token_has_letters_digits_dash_and_underscore(char c, bool isUsual)
    {
        Assert.Equal(isUsual, ProjectToken.IsTokenCharacter(c));
        Assert.Equal(isUsual, ProjectToken.IsUsual("phc_" + c));
        Assert.Equal(isUsual, ProjectToken.IsUsual($"phc_a{c}b"));
    }

    [Theory]
    [InlineData("phc_")]
    [InlineData("phc")]
    [InlineData("PHC_abc")]
    [InlineData("abc")]
    [InlineData("")]
    public void Without_the_prefix_or_without_more_it_is_unusual(string token) => Assert.False(ProjectToken.IsUsual(token));
}
