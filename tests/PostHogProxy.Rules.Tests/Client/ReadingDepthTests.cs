using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>How deep and how long a value may be: farther than anybody writes, and no farther, so that generated text costs little.</summary>
public sealed class ReadingDepthTests
{
    public static TheoryData<string, string> DeepValues => new()
    {
        { Nest(12, "'/a'", inner => $"({inner})"), Nest(13, "'/a'", inner => $"({inner})") },
        { Nest(12, "'/a'", inner => $"`${{{inner}}}`"), Nest(13, "'/a'", inner => $"`${{{inner}}}`") },
        { Nest(12, "'/a'", inner => $"x ? {inner} : '/a'"), Nest(13, "'/a'", inner => $"x ? {inner} : '/a'") },
        { Nest(12, "'/a'", inner => $"x ? '/a' : {inner}"), Nest(13, "'/a'", inner => $"x ? '/a' : {inner}") },
        { Nest(6, "'/a'", inner => $"'' + ({inner})"), Nest(7, "'/a'", inner => $"'' + ({inner})") },
        { "name12", "name13" },
    };

    public static TheoryData<string, string> DeepOptions => new()
    {
        { Nest(6, "{ HOST }", inner => $"({inner})"), Nest(7, "{ HOST }", inner => $"({inner})") },
        { Nest(6, "{ HOST }", inner => $"x ? {inner} : {{ HOST }}"), Nest(7, "{ HOST }", inner => $"x ? {inner} : {{ HOST }}") },
        { Nest(6, "{ HOST }", inner => $"x ? {{ HOST }} : {inner}"), Nest(7, "{ HOST }", inner => $"x ? {{ HOST }} : {inner}") },
        { Nest(6, "{ HOST }", inner => $"{{ ...{inner} }}"), Nest(7, "{ HOST }", inner => $"{{ ...{inner} }}") },
        { With(6, inner => $"{{ ...(x && {inner}) }}"), With(7, inner => $"{{ ...(x && {inner}) }}") },
        { With(6, inner => $"{{ ...(x ? {inner} : {{}}) }}"), With(7, inner => $"{{ ...(x ? {inner} : {{}}) }}") },
        { With(6, inner => $"{{ ...(x ? {{}} : {inner}) }}"), With(7, inner => $"{{ ...(x ? {{}} : {inner}) }}") },
        { "name6", "name7" },
    };

    [Theory]
    [MemberData(nameof(DeepValues))]
    public void A_value_is_followed_twelve_deep(string deepest, string tooDeep)
    {
        Assert.Equal("/a", Value(deepest).Value);
        Assert.Equal(SettingState.Unknown, Value(tooDeep).State);

        static ClientSetting Value(string expression) => Find($"{Names(13, "'/a'")}; posthog.init('phc_1', {{ api_host: {expression} }})");
    }

    [Theory]
    [MemberData(nameof(DeepOptions))]
    public void Options_are_followed_six_deep(string deepest, string tooDeep)
    {
        Assert.Equal("/a", Host(deepest).Value);
        Assert.Equal(SettingState.Unknown, Host(tooDeep).State);

        static ClientSetting Host(string options) =>
            Find($"{Names(7, "{ HOST }")}; posthog.init('phc_1', {options})".Replace("HOST", "api_host: '/a'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'{0}'")]
    [InlineData("`{0}`")]
    [InlineData("name")]
    public void A_text_of_two_thousand_characters_is_read_and_a_longer_one_is_not(string form)
    {
        Assert.Equal(2000, Value(2000).Value?.Length);
        Assert.Equal(SettingState.Unknown, Value(2001).State);

        ClientSetting Value(int length)
        {
            var text = "/" + new string('a', length - 1);
            return Find($"const name = '{text}'; posthog.init('phc_1', {{ api_host: {form.Replace("{0}", text, StringComparison.Ordinal)} }})");
        }
    }

    [Theory]
    [InlineData("long + '/b' + ''")]
    [InlineData("`${long}${'/b'}${''}`")]
    public void Parts_are_put_together_up_to_that_length(string tooLong)
    {
        Assert.Equal(SettingState.Unknown, Value(2000, tooLong).State);
        Assert.Equal(2000, Value(1998, tooLong).Value?.Length);

        static ClientSetting Value(int length, string expression) =>
            Find($"const long = '/{new string('a', length - 1)}'; posthog.init('phc_1', {{ api_host: {expression} }})");
    }

    [Fact]
    public void A_text_that_doubles_with_every_name_is_not_put_together()
    {
        var text = "const name0 = '/aaaaaaaaa'; " + string.Join("; ", Enumerable.Range(1, 11).Select(i => $"const name{i} = name{i - 1} + name{i - 1}"));

        Assert.Equal(SettingState.Unknown, Find($"{text}; posthog.init('phc_1', {{ api_host: name11 + name11 + name11 }})").State);
    }

    [Fact]
    public void Brackets_without_end_stop_nothing() =>
        Assert.Equal(SettingState.Unknown, Find($"posthog.init('phc_1', {{ api_host: {Nest(5000, "'/a'", inner => $"({inner})")} }})").State);

    private static string Nest(int levels, string inner, Func<string, string> around) => levels == 0 ? inner : around(Nest(levels - 1, inner, around));

    /// <summary>The host beside what may change it, which does not.</summary>
    private static string With(int levels, Func<string, string> around) => $"{{ HOST, {Nest(levels, "{ debug: true }", around)[2..^2]} }}";

    /// <summary>Constants of which each is the next: name13 is thirteen names away from the value.</summary>
    private static string Names(int count, string value) =>
        $"const name1 = {value}; " + string.Join("; ", Enumerable.Range(2, count - 1).Select(i => $"const name{i} = name{i - 1}"));

    private static ClientSetting Find(string text) =>
        Assert.Single(ClientSetups.Find(text, ClientLanguage.Script, TestContext.Current.CancellationToken), setup => setup.Token.Value == "phc_1").ApiHost;
}
