using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Elements of JSX that set PostHog up: the SDK's own provider, and a team's component.</summary>
public sealed class ReactComponentsTests
{
    private const string Import = "import { PostHogProvider } from 'posthog-js/react'\nexport const Root = () => ";

    public static TheoryData<Shape> Shapes =>
    [
        new Shape("the provider", Import + "<«c:PostHogProvider» apiKey=\"«t:phc_1»\" options={{ api_host: '«a:/k3fw»' }}><App /></PostHogProvider>"),
        new Shape("the provider without options", Import + "<«c:PostHogProvider» apiKey=\"«t:phc_1»\"><App /></PostHogProvider>"),
        new Shape("the provider by another name", "import { PostHogProvider as Analytics } from 'posthog-js/react'\nexport const Root = () => <«c:Analytics» apiKey='«t:phc_1»' options={{ ui_host: '«u:https://eu.posthog.com»' }} />"),
        new Shape("a provider of nobody knows whom", "<«c:PostHogProvider» apiKey='«t:phc_1»' options={{ debug: true }} />", "au"),
        new Shape("a provider whose options are the browser's", "<«c:PostHogProvider» apiKey='«t:phc_1»' options={{ api_host: '«a:/k3fw»' }} />"),
        new Shape("options that name one host of two", "<«c:PostHogProvider» options={{ ui_host: '«u:https://eu.posthog.com»' }} />"),
        new Shape("a spread behind", Import + "<«c:PostHogProvider» apiKey='«t:phc_1»' options={{ api_host: '«a:/k3fw»' }} {...props} />", "u"),
        new Shape("a spread in front", Import + "<«c:PostHogProvider» {...props} options={{ api_host: '«a:/k3fw»' }} />", "tu"),
        new Shape("a host as an attribute", "<«c:PostHogInit» apiHost='«a:/k3fw»' />", "u"),
        new Shape("the other host as an attribute", "<«c:PostHogInit» uiHost='«u:https://eu.posthog.com»' />", "a"),
        new Shape("a host as an expression", "const path = '«a:/k3fw»'\nexport const A = () => <«c:PostHogInit» apiHost={path} token={key} />", "tu"),
        new Shape("a host with a backslash, which an attribute keeps", "<«c:PostHogInit» apiHost='«a:/k3fw\\u0041»' />", "u"),
        new Shape("a string in braces, whose escapes are read", "<«c:PostHogInit» apiHost={'«a:/k3fw\\u0041»'} />", "u", "a=/k3fwA"),
        new Shape("options as a text", "<«c:PostHogProvider» apiKey='«t:phc_1»' options='none' />", "au"),
        new Shape("options elsewhere", "<«c:PostHogProvider» apiKey='«t:phc_1»' options={options} />", "au"),
        new Shape("options as a name of the file", "const options = { api_host: '«a:/k3fw»' }\nexport const A = () => <«c:PostHogProvider» apiKey='«t:phc_1»' options={options} />"),
        new Shape("a token of the environment", Import + "<«c:PostHogProvider» apiKey={process.env.KEY} options={{ api_host: '«a:/k3fw»' }} />", "t"),
    ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_element_is_read_with_its_positions(Shape shape) => shape.Check(ClientLanguage.Script);

    [Theory]
    [InlineData("<PostHogProvider apiKey='phc_1' options={«options»} />")]
    [InlineData("<PostHogProvider apiKey='phc_1' options={«await options()»} />")]
    [InlineData("<PostHogProvider apiKey='phc_1' options=«'none'» />")]
    [InlineData("<PostHogInit token='phc_1' apiHost={«env.HOST»} />")]
    public void What_cannot_be_read_is_unknown_in_its_place(string marked)
    {
        var (text, marks) = MarkedText.Parse(marked);

        var setup = Assert.Single(ClientSetups.Find(text, ClientLanguage.Script));

        Assert.Equal(SettingState.Unknown, setup.ApiHost.State);
        Assert.Equal(Assert.Single(marks), setup.ApiHost.Range);
    }

    [Theory]
    [InlineData("<PostHogProvider client={posthog}><App key='phc_1' /></PostHogProvider>")]
    [InlineData("<PostHogProvider {...props} />")]
    [InlineData("<PostHogProvider apiKey='phc_1'")]
    [InlineData("<PostHogProvider apiKey=")]
    [InlineData("<><p posthog='init' apiKey='phc_1' /></>")]
    [InlineData("<Analytics apiKey='phc_1' options={{ host: '/a' }} />")]
    [InlineData("<PostHogProvider>apiHost = '/a'</PostHogProvider>")]
    [InlineData("const posthog = a < b, apiKey = 'phc_1'")]
    public void Any_other_element_sets_nothing_up(string script) => Assert.Empty(ClientSetups.Find(script, ClientLanguage.Script));

    [Theory]
    [InlineData("apiKey", "token")]
    [InlineData("ApiKey", "token")]
    [InlineData("api-key", "token")]
    [InlineData(":api-key", "token")]
    [InlineData("v-bind:api-key", "token")]
    [InlineData("[apiKey]", "token")]
    [InlineData("token", "token")]
    [InlineData("ProjectToken", "token")]
    [InlineData("project_token", "token")]
    [InlineData("api_host", "api_host")]
    [InlineData("apiHost", "api_host")]
    [InlineData("v-bind:api_host", "api_host")]
    [InlineData("uiHost", "ui_host")]
    [InlineData("options", "options")]
    [InlineData("clientOptions", "options")]
    [InlineData("host", null)]
    [InlineData("key", null)]
    [InlineData("v-bind", null)]
    [InlineData("v-bind:", null)]
    [InlineData("v-model:token", null)]
    [InlineData("", null)]
    public void An_attribute_means_the_same_however_a_language_spells_it(string attribute, string? meaning) =>
        Assert.Equal(meaning, ComponentSetup.Meaning(attribute));
}
