using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Which stretches of a text are worth cutting into tokens, and which are the SDK itself.</summary>
public sealed class WorthReadingTests
{
    private static readonly string[] Marks =
    [
        "_execute_array", "__request_queue", "$create_alias", "$opt_in", "__ph_opt_in_out_", "opt_out_capturing_cookie_prefix",
        "opt_out_capturing_persistence_type",
    ];

    [Theory]
    [InlineData("api_host")]
    [InlineData("{ api_host: '/a' }")]
    [InlineData("posthog.init(key)")]
    [InlineData("PostHog.Init(key)")]
    [InlineData("<PostHogProvider apiKey={key}>")]
    [InlineData("<PostHogInit Token='x'>")]
    [InlineData("<PostHogInit OPTIONS='x'>")]
    [InlineData("posthog({ host })")]
    [InlineData("init(posthog)")]
    [InlineData("phc_1")]
    [InlineData("phx_1")]
    [InlineData("phs_1")]
    [InlineData("analytics('phc_1')")]
    [InlineData("analytics('phx_1')")]
    [InlineData("analytics('phs_1')")]
    public void A_stretch_with_a_word_of_a_set_up_is(string text)
    {
        Assert.True(ScriptReader.MayHold(text, 0, text.Length));
        Assert.True(ScriptReader.MayHold("a " + text + " b", 2, text.Length + 2));
        Assert.False(ScriptReader.MayHold(text + " a " + text, text.Length, text.Length + 3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("posthog.capture('bought')")]
    [InlineData("import posthog from 'posthog-js'")]
    [InlineData("analytics.init(key, { host: '/a', token, options })")]
    [InlineData("{ API_HOST: '/a', apiHost: '/b', ui_host: '/c' }")]
    [InlineData("const phone = graph(alpha)")]
    [InlineData("php_1")]
    [InlineData("PHC_1")]
    public void Any_other_is_not(string text) => Assert.False(ScriptReader.MayHold(text, 0, text.Length));

    [Fact]
    public void Five_of_the_names_that_the_SDK_needs_are_the_SDK()
    {
        for (var left = 0; left < 1 << Marks.Length; left++)
        {
            var held = Marks.Where((_, i) => (left & (1 << i)) != 0).ToList();
            var text = string.Join(';', held);

            Assert.Equal(held.Count >= 5, SdkCode.IsIn(text, 0, text.Length));
            Assert.Equal(held.Count >= 5, SdkCode.IsIn("posthog " + text + "...", 8, text.Length + 8));
        }
    }

    [Fact]
    public void Names_outside_of_the_stretch_do_not_count()
    {
        var text = string.Join(';', Marks);

        Assert.True(SdkCode.IsIn(text + text, text.Length, text.Length * 2));
        Assert.False(SdkCode.IsIn(text + " posthog ", text.Length, text.Length + 9));
        Assert.False(SdkCode.IsIn(" posthog " + text, 0, 9));
    }
}
