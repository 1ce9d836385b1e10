using CsCheck;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Texts nobody wrote: real shapes cut and mixed, tokens in any order. POSTHOGPROXY_LONG=1 asks for ten times as many.</summary>
public sealed class GeneratedTextTests
{
    private static readonly int Count = Environment.GetEnvironmentVariable("POSTHOGPROXY_LONG") == "1" ? 50_000 : 5_000;

    private static readonly string[] Shapes = [.. ScriptShapes.All.Concat(MarkupShapes.All).Select(shape => shape.Text)];

    private static readonly string[] Tokens =
    [
        "posthog", ".init", "?.init", "init", "(", ")", "{", "}", "[", "]", "`", "${", "'", "\"", "\\", "/", "//", "/*", "*/", "<", ">", "</", "/>", "<script>",
        "</script>", "<!--", "-->", "@*", "*@", "@", "=", "=>", "==", "?", ":", ";", ",", ".", "...", "??", "||", "&&", "+", "!", "\n", "\r\n", " ", "api_host",
        "ui_host", "'phc_1'", "'/a'", "`/a`", "const ", "let ", "x", "return ", "as ", "await ", "import(", "'posthog-js'", "from ", "location", ".origin",
        "<PostHogProvider ", "options=", "{{", "}}", "</PostHogProvider>", "onclick=\"", ":options=\"", "__html:", "\uFFFC", "\u2028", "phx_abcdef123456",
        "posthog-proxy-disable-next-line PHX2003", "\uD83D", "\0", "undefined", "null", "void ", "0", "\\x2", "\\u{110000}", "\\u{61}",
    ];

    private static readonly Gen<string> Soup = OneOf(Tokens).Array[0, 60].Select(string.Concat);

    private static readonly Gen<string> Mixed =
        Gen.Select(OneOf(Shapes), OneOf(Shapes), Gen.Double[0, 1], Gen.Double[0, 1], Soup)
            .Select((left, right, cut, from, soup) => left[..(int)(left.Length * cut)] + soup + right[(int)(right.Length * from)..]);

    [Fact]
    public void No_mixture_of_real_shapes_stops_the_reader() => Mixed.Sample(Check, iter: Count);

    [Fact]
    public void No_row_of_tokens_stops_the_reader() => Soup.Sample(Check, iter: Count);

    [Theory]
    [MemberData(nameof(DeepTexts))]
    public void Depth_does_not_stop_the_reader(string open, string middle, string close)
    {
        const int Depth = 20_000;
        Check("posthog.init('phc_1', " + string.Concat(Enumerable.Repeat(open, Depth)) + middle + string.Concat(Enumerable.Repeat(close, Depth)) + ")");
        Check("posthog.init('phc_1', " + string.Concat(Enumerable.Repeat(open, Depth)));
    }

    public static TheoryData<string, string, string> DeepTexts => new()
    {
        { "(", "'/a'", ")" },
        { "{ api_host: ", "'/a'", "}" },
        { "[", "", "]" },
        { "`${", "'/a'", "}`" },
        { "`<script>posthog.init('phc_1', {api_host: '${", "x", "}'})</script>`" },
        { "posthog.init('phc_1', ", "{}", ")" },
        { "x ? ", "'/a'", " : '/a'" },
        { "{ ...", "{}", " }" },
        { "<PostHogProvider options={", "{}", "}></PostHogProvider>" },
        { "{ ...(a && ", "{}", ") }" },
        { "(x) => ", "{}", "" },
        { "!", "'/a'", "" },
    };

    [Theory]
    [InlineData("const o = a", " + 'x'", "; ", "posthog.init('phc_1', o);")]
    [InlineData("const o = { ", "x: y + 'z', ", "};", "posthog.init('phc_1', o); posthog.init(o.a, { api_host: o.b });")]
    [InlineData("const o = { a: 'x'", " + 'x'", "};", "posthog.init('phc_1', { api_host: o.a });")]
    [InlineData("const posthog = ", "[/([/", ";", "posthog.init('phc_1', [/([/);")]
    [InlineData("posthog", ".init(x)", "", ".init(x)")]
    [InlineData("posthog", "!", "", ".init('phc_1')!")]
    [InlineData("<posthog ", "a='", "", "<posthog api-host={")]
    [InlineData("<script>posthog", "</style>/script", "", "<!-- <script>@*")]
    [InlineData("<script>posthog", "<script><\\/script>", "", "<\\/script>")]
    [InlineData("posthog.init", "<script><\\/script> a <style>b<\\/style>", "", "<textarea>{'<\\/textarea>")]
    [InlineData("posthog.init", "<a b={'\\'}>", "", "<a {'\\")]
    [InlineData("posthog `", "${'", "`", "posthog.init(`${a}`,")]
    [InlineData("const x = <posthog>", "<b a='{", "", "</b></posthog><a {")]
    [InlineData("posthog.init('phc_1', {", "...{", "}", "...posthog, api_host: '/a',")]
    [InlineData("import ", "{ posthog }, ", "from 'posthog-js'; ", "import('posthog-js').then(x => x.default.init(")]
    [InlineData("posthog.init(", "x ? ", "", "y : ")]
    public void Twice_the_text_costs_twice_the_steps(string start, string first, string middle, string second)
    {
        foreach (var language in (ClientLanguage[])[ClientLanguage.Script, ClientLanguage.Markup])
        {
            var small = Steps(2_000);
            var large = Steps(8_000);

            Assert.True(large <= 4.4 * small, $"{small} steps became {large}");

            long Steps(int count)
            {
                var steps = new ReadingSteps(TestContext.Current.CancellationToken);
                var text = start + string.Concat(Enumerable.Repeat(first, count)) + middle + string.Concat(Enumerable.Repeat(second, count));
                ClientSetups.Find(text, language, steps);
                return steps.Count;
            }
        }
    }

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static void Check(string text)
    {
        foreach (var language in (ClientLanguage[])[ClientLanguage.Script, ClientLanguage.Markup])
        {
            var steps = new ReadingSteps(TestContext.Current.CancellationToken);
            var setups = ClientSetups.Find(text, language, steps);

            // A character is looked at a few times, a token a few times more, and each level of literals begins anew.
            Assert.InRange(steps.Count, 0, 1000 + (60L * text.Length));
            foreach (var setup in setups)
            {
                CheckRange(text, setup.Range);
                CheckSetting(text, setup.Token);
                CheckSetting(text, setup.ApiHost);
                CheckSetting(text, setup.UiHost);
            }

            MappedProxy[] proxies = [new("/a", PostHogRegion.Eu, [])];
            foreach (var finding in ClientRules.JudgeText(text, language, proxies, true, "generated", TestContext.Current.CancellationToken))
            {
                CheckRange(text, finding.Range!.Value);
            }
        }
    }

    private static void CheckSetting(string text, ClientSetting setting)
    {
        Assert.Equal(setting.State == SettingState.Known, setting.Value is not null);
        CheckRange(text, setting.Range);
        if (setting is { IsKnown: true, IsComposed: false } && !setting.Value!.StartsWith('/'))
        {
            var source = text.Substring(setting.Range.Start, setting.Range.Length);
            Assert.True(source == setting.Value || source.Contains('\\') || source.Contains("${", StringComparison.Ordinal), $"{source} is not {setting.Value}");
        }
    }

    private static void CheckRange(string text, TextRange range)
    {
        Assert.InRange(range.Start, 0, text.Length);
        Assert.InRange(range.Length, 0, text.Length - range.Start);
    }
}
