using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Judging;

namespace PostHogProxy.Rules.Tests.Findings;

/// <summary>What each rule about a client says, word for word: the value, what becomes of it, what to write. Proxies are written as in <see cref="ClientRulesTests"/>.</summary>
public sealed class ClientMessagesTests
{
    private const string Eu = "ui_host: 'https://eu.posthog.com'";

    [Theory]
    [InlineData("api_host: 'https://eu.i.posthog.com', " + Eu, "eu /t7k2",
        "api_host 'https://eu.i.posthog.com' sends events straight to PostHog, although a proxy is mapped at '/t7k2'. Blockers stop these requests. Write '/t7k2'.")]
    [InlineData("api_host: 'https://eu.i.posthog.com'", "eu /t7k2",
        "api_host 'https://eu.i.posthog.com' sends events straight to PostHog, although a proxy is mapped at '/t7k2'. Blockers stop these requests. "
        + "Write '/t7k2' and add ui_host: 'https://eu.posthog.com'.")]
    [InlineData("api_host: 'https://us.i.posthog.com'", "us /u, eu /e",
        "api_host 'https://us.i.posthog.com' sends events straight to PostHog, although a proxy is mapped at '/u'. Blockers stop these requests. "
        + "Write '/u' and add ui_host: 'https://us.posthog.com'.")]
    [InlineData("api_host: 'https://us.i.posthog.com'", "us /a, us /b",
        "api_host 'https://us.i.posthog.com' sends events straight to PostHog, although a proxy is mapped. Blockers stop these requests. Write the path of the proxy.")]
    [InlineData(Eu, "eu /t7k2",
        "api_host is missing, so the SDK sends to us.i.posthog.com and bypasses the mapped proxy at '/t7k2'. Blockers stop these requests. Add api_host: '/t7k2'.")]
    [InlineData("debug: true", "eu /t7k2",
        "api_host is missing, so the SDK sends to us.i.posthog.com and bypasses the mapped proxy at '/t7k2'. Blockers stop these requests. "
        + "Add api_host: '/t7k2' and add ui_host: 'https://eu.posthog.com'.")]
    [InlineData("debug: true", "eu /a, us /b",
        "api_host is missing, so the SDK sends to us.i.posthog.com and bypasses the mapped proxy. Blockers stop these requests. Add api_host: the path of the proxy.")]
    public void An_api_host_around_the_proxy(string options, string proxies, string expected) => Says("PHX2005", options, proxies, expected);

    [Theory]
    [InlineData("api_host: 'https://us.i.posthog.com', " + Eu, "eu /t7k2", "Write '/t7k2'.")]
    [InlineData("api_host: 'https://us.i.posthog.com'", "eu /t7k2", "Write '/t7k2' and add ui_host: 'https://eu.posthog.com'.")]
    [InlineData("api_host: 'https://us.i.posthog.com'", "eu /a, eu /b", "Write 'https://eu.i.posthog.com'.")]
    public void An_api_host_of_another_region(string options, string proxies, string cure) => Says(
        "PHX2002",
        options,
        proxies,
        "api_host 'https://us.i.posthog.com' is of region US, but no mapped proxy sends there. PostHog answers 200 to events of a project of the other "
        + $"region and drops them. {cure} Look in PostHog which region the project is in.");

    [Theory]
    [InlineData("eu /t7k2", "Write '/t7k2'.")]
    [InlineData("eu /a, us /b", "Write the path of the proxy that this client should use.")]
    public void A_path_of_no_proxy(string proxies, string cure) => Says(
        "PHX2006",
        "api_host: '/wrong', " + Eu,
        proxies,
        $"api_host '/wrong' isn't the path of a mapped proxy. The app answers 4xx there, the SDK doesn't retry, and the events are lost. {cure}");

    [Theory]
    [InlineData("https://app.posthog.com", "Write 'https://us.i.posthog.com'.")]
    [InlineData("https://internal-j.posthog.com", "Write 'https://us.i.posthog.com' or 'https://eu.i.posthog.com', whichever region the project is in.")]
    public void An_old_api_host(string host, string cure) =>
        Says("PHX2007", $"api_host: '{host}'", "", $"api_host '{host}' is an old or internal host name. It isn't the address for events. {cure}");

    [Theory]
    [InlineData("api_host: '/t7k2', ui_host: 'https://posthog.com'", "us /t7k2",
        "ui_host 'https://posthog.com' is not the PostHog app. The toolbar and the links to recordings don't work. Write 'https://us.posthog.com'.")]
    [InlineData("api_host: '/t7k2', ui_host: 'https://posthog.com'", "",
        "ui_host 'https://posthog.com' is not the PostHog app. The toolbar and the links to recordings don't work. "
        + "Write 'https://us.posthog.com' or 'https://eu.posthog.com', whichever region the project is in.")]
    public void A_ui_host_that_is_not_the_app(string options, string proxies, string expected) => Says("PHX2004", options, proxies, expected);

    [Theory]
    [InlineData("/b", "us /a, eu /b", "Add ui_host: 'https://eu.posthog.com'.")]
    [InlineData("/t7k2", "eu /t7k2, us /t7k2", "Add ui_host: 'https://us.posthog.com' or ui_host: 'https://eu.posthog.com', whichever region the project is in.")]
    [InlineData("/wrong", "eu /t7k2", "Add ui_host: 'https://eu.posthog.com'.")]
    [InlineData("/t7k2", "own /t7k2", "Add ui_host with the address where you open your own PostHog.")]
    public void A_missing_ui_host(string host, string proxies, string cure) => Says(
        "PHX2003",
        $"api_host: '{host}'",
        proxies,
        $"api_host '{host}' is a proxy, and ui_host is missing. The SDK expects the PostHog app at the proxy, so the toolbar and the links to recordings don't work. {cure}");

    [Theory]
    [InlineData("/t7k2", "the proxy that api_host '/t7k2' leads to")]
    [InlineData("/wrong", "every proxy of the app")]
    public void A_ui_host_of_another_region_than_the_proxy(string host, string which) => Says(
        "PHX2002",
        $"api_host: '{host}', ui_host: 'https://us.posthog.com'",
        "eu /t7k2",
        $"ui_host 'https://us.posthog.com' is of region US, but {which} sends to EU. One of the two is wrong. Write 'https://eu.posthog.com'.");

    [Theory]
    [InlineData(80, "")]
    [InlineData(81, "…")]
    public void A_long_value_is_shown_to_80_characters(int length, string more)
    {
        var host = "/" + new string('x', length - 1);

        Says(
            "PHX2006",
            $"api_host: '{host}', {Eu}",
            "eu /t7k2",
            $"api_host '{host[..80]}{more}' isn't the path of a mapped proxy. The app answers 4xx there, the SDK doesn't retry, and the events are lost. Write '/t7k2'.");
    }

    private static void Says(string id, string options, string proxies, string expected) => Assert.Equal(
        expected,
        Assert.Single(
            ClientRules.JudgeText($"posthog.init('phc_1', {{ {options} }})", ClientLanguage.Script, ClientRulesTests.Proxies(proxies), true, "app.js", TestContext.Current.CancellationToken),
            finding => finding.Id == id).ToString());
}
