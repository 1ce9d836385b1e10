using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Attributes that run a script, and attributes of components that set PostHog up.</summary>
public sealed class PageAttributesTests
{
    public static TheoryData<Shape> Components =>
    [
        new Shape("in any case", "<«c:POSTHOG-INIT» API-HOST=\"«a:/k3fw»\" />", "u"),
        new Shape("as a part of the name", "<«c:MyPosthogScript» api_host=\"«a:/k3fw»\" token='«t:phc_1»' />", "u"),
        new Shape("with an expression in braces", "<«c:PostHogInit» apiHost={'«a:/k3fw»'} token={PUBLIC_KEY} />", "tu"),
        new Shape("with an expression of Vue", "<«c:PostHogInit» :api-host=\"'«a:/k3fw»'\" :token=\"key\" />", "tu"),
        new Shape("with an expression of Vue in full", "<«c:PostHogInit» v-bind:api-host=\"'«a:/k3fw»'\" v-bind:token=\"key\" />", "tu"),
        new Shape("with an expression of Angular", "<«c:posthog-init» [apiHost]=\"'«a:/k3fw»'\" [token]=\"key\"></posthog-init>", "tu"),
        new Shape("with a text that reads like an expression", "<«c:PostHogInit» token='«t:phc_1»' api-host=\"'/k3fw'\" />", "au"),
        new Shape("with what Vue spreads", "<«c:PostHogInit» api-host=\"«a:/k3fw»\" v-bind=\"props\" />", "tu"),
        new Shape("with options and what Blazor spreads", "<«c:PostHogProvider» @attributes=\"Attributes\" Options=\"{ api_host: '«a:/k3fw»' }\" />", "tu"),
        new Shape("with what Blazor spreads", "<«c:PostHogInit» ApiHost=\"«a:/k3fw»\" @attributes=\"Attributes\" />", "tu"),
        new Shape("with what Svelte spreads", "<«c:PostHogInit» apiHost=\"«a:/k3fw»\" {...$$props} />", "tu"),
        new Shape("with options and a spread", "<«c:PostHogProvider» :options=\"{ api_host: '«a:/k3fw»' }\" v-bind=\"props\" />", "tu"),
        new Shape("with a handler beside", "<«c:PostHogInit» @load=\"run()\" api-host=\"«a:/k3fw»\" />", "u"),
        new Shape("with options that name no host", "<«c:PostHogProvider» api-key=\"«t:phc_1»\" :options=\"{ debug: true }\" />", "au"),
        new Shape("with options that say a type", "<«c:PostHogProvider» :options=\"{ page: <Page>page, api_host: '«a:/k3fw»', end: '</Page>' }\" />"),
        new Shape("with options that cannot be read", "<«c:PostHogProvider» api-key=\"«t:phc_1»\" :options=\"options\" />", "au"),
        new Shape("with options that are empty", "<«c:PostHogProvider» api-key=\"«t:phc_1»\" :options=\"\" />", "au"),
        new Shape("with options and a host of its own", "<«c:PostHogProvider» api-host=\"«a:/k3fw»\" :options=\"{ api_host: '/no', ui_host: '«u:https://eu.posthog.com»' }\" />"),
        new Shape("of the package, by what it does not say", "<«c:PostHogSnippet» Token=\"«t:phc_1»\" />", "au"),
        new Shape("of the package, with options", "<«c:PostHogSnippet» Token=\"«t:phc_1»\" Options='{\"ui_host\": \"«u:https://eu.posthog.com»\"}' />", "a"),
    ];

    [Theory]
    [MemberData(nameof(Components))]
    public void A_component_is_read_with_its_positions(Shape shape)
    {
        shape.Check(ClientLanguage.Markup);
        (shape with { Marked = "<div posthog=\"api_host\">" + shape.Marked + "</div>" }).Check(ClientLanguage.Markup);
    }

    [Theory]
    [InlineData("<a onclick=\"CALL\">x</a>")]
    [InlineData("<a ONCLICK=\"CALL\">x</a>")]
    [InlineData("<body onload='CALL'>")]
    [InlineData("<a @click=\"CALL\">x</a>")]
    [InlineData("<a v-on:click=\"CALL\">x</a>")]
    [InlineData("<a (click)=\"CALL\">x</a>")]
    [InlineData("<a on:click={() => CALL}>x</a>")]
    [InlineData("<a onclick={() => CALL}>x</a>")]
    [InlineData("<a @click=\"page = <Page>$event; CALL; end('</Page>')\">x</a>")]
    [InlineData("<a title='api_host' onclick=\"CALL\">x</a>")]
    public void A_handler_is_a_script(string page)
    {
        var setup = Assert.Single(Find(page));

        Assert.Equal("/k3fw", setup.ApiHost.Value);
        Assert.Equal(SettingState.Absent, setup.UiHost.State);
    }

    [Theory]
    [InlineData("<a title=\"CALL\">x</a>")]
    [InlineData("<a data-onclick=\"CALL\">x</a>")]
    [InlineData("<a v-if=\"CALL\">x</a>")]
    [InlineData("<a v-on=\"CALL\">x</a>")]
    [InlineData("<a click=\"CALL\">x</a>")]
    [InlineData("<Init api-host='/k3fw' token='phc_1' />")]
    [InlineData("<Init title='posthog' api-host='/k3fw' />")]
    [InlineData("<PostHogBanner title='api_host' />")]
    [InlineData("<PostHogBanner v-bind='api_host' />")]
    [InlineData("</PostHogProvider api-host='/k3fw'>")]
    public void Any_other_attribute_sets_nothing_up(string page) => Assert.Empty(Find(page));

    private static IReadOnlyList<ClientSetup> Find(string page) =>
        ClientSetups.Find(page.Replace("CALL", "posthog.init(key, { api_host: `/k3fw` })", StringComparison.Ordinal), ClientLanguage.Markup);
}
