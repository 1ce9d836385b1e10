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

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void An_empty_token_is_a_problem(string token) => Assert.StartsWith("The project token is empty.", ProjectToken.Problem(token), StringComparison.Ordinal);

    [Theory]
    [InlineData("phx_secret1", "'phx_…'")]
    [InlineData(" phs_secret1 ", "'phs_…'")]
    public void A_secret_key_is_a_problem_and_is_not_repeated(string token, string shown)
    {
        var problem = ProjectToken.Problem(token);

        Assert.StartsWith($"{shown} is a secret key.", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret1", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_token_has_at_most_sixty_four_characters(int length, bool isOne)
    {
        var problem = ProjectToken.Problem($" phc_{new string('a', length - 4)} ");

        Assert.Equal(isOne, problem is null);
        Assert.True(isOne || problem!.StartsWith("'phc_aaaa…' has 65 characters.", StringComparison.Ordinal), problem);
    }

    [Theory]
    [InlineData("phc_a\tb", "'phc_ab'")]
    [InlineData("phc_\u00e9", "'phc_\u00e9'")]
    [InlineData("phc_\u007f!", "'phc_!'")]
    public void A_token_that_is_not_visible_ASCII_is_shown_without_its_control_characters(string token, string shown) =>
        Assert.StartsWith($"{shown} is not a project token.", ProjectToken.Problem(token), StringComparison.Ordinal);

    [Theory]
    [InlineData("phc_a!~b")]
    [InlineData("shop")]
    [InlineData("a b")]
    [InlineData("PHX_a")]
    public void Other_tokens_may_be_somebodys(string token) => Assert.Null(ProjectToken.Problem(token));

    [Theory]
    [InlineData("phc_abcd", "phc_abcd")]
    [InlineData("phc_abcde", "phc_abcd…")]
    public void Eight_characters_tell_which_token_it_is(string token, string shown) => Assert.Equal(shown, ProjectToken.Short(token));
}
