using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What init is called on: where the chain starts, which of its names can be the SDK's, whether it says PostHog, and whether it is PostHog's own global.</summary>
public sealed class InitReceiverTests
{
    [Theory]
    [InlineData("posthog.init()", "posthog.init()", "posthog", true, true)]
    [InlineData("PostHog.init()", "PostHog.init()", "PostHog", true, true)]
    [InlineData("posthog?.init()", "posthog?.init()", "posthog", true, true)]
    [InlineData("posthog!.init()", "posthog!.init()", "posthog", true, true)]
    [InlineData("x(); window.posthog.init()", "window.posthog.init()", "posthog", true, true)]
    [InlineData("posthog.default.init()", "posthog.default.init()", "default posthog", true, true)]
    [InlineData("window.posthog.default.init()", "window.posthog.default.init()", "default posthog", true, true)]
    [InlineData("mod.default.init()", "mod.default.init()", "default mod", false, false)]
    [InlineData("ph.init()", "ph.init()", "ph", true, false)]
    [InlineData("PH.init()", "PH.init()", "PH", true, false)]
    [InlineData("myPosthogClient.init()", "myPosthogClient.init()", "myPosthogClient", true, false)]
    [InlineData("this.#posthog.init()", "this.#posthog.init()", "#posthog", true, false)]
    [InlineData("graph.init()", "graph.init()", "graph", false, false)]
    [InlineData("posthog.client.init()", "posthog.client.init()", "client", false, false)]
    [InlineData("window['posthog'].init()", "window['posthog'].init()", "window", true, true)]
    [InlineData("window?.['posthog'].init()", "window?.['posthog'].init()", "window", true, true)]
    [InlineData("window['analytics'].init()", "window['analytics'].init()", "window", false, false)]
    [InlineData("clients['posthog']['posthogEu'].init()", "clients['posthog']['posthogEu'].init()", "clients", true, true)]
    [InlineData("posthog['posthogEu'].init()", "posthog['posthogEu'].init()", "posthog", true, true)]
    [InlineData("posthogs[0].init()", "posthogs[0].init()", "posthogs", true, false)]
    [InlineData("clients[0].init('x', { name: 'posthog' })", "clients[0].init('x', { name: 'posthog' })", "clients", false, false)]
    [InlineData("f(); (window as any).posthog.init()", "(window as any).posthog.init()", "posthog", true, true)]
    [InlineData("x = (posthog as any).init()", "(posthog as any).init()", "", true, true)]
    [InlineData("x = (a as any).init()", "(a as any).init()", "", false, false)]
    [InlineData("((posthog).init())", "(posthog).init())", "", true, true)]
    [InlineData("return (posthog).init()", "(posthog).init()", "", true, true)]
    [InlineData("x()\n(posthog).init()", "(posthog).init()", "", true, true)]
    [InlineData("x = require('posthog-js').init()", "require('posthog-js').init()", "require", true, true)]
    [InlineData("x = require('posthog-js').default.init()", "require('posthog-js').default.init()", "default require", true, true)]
    [InlineData("x = useStore().posthog.init()", "useStore().posthog.init()", "posthog", true, true)]
    [InlineData("x = posthog().client.init()", "posthog().client.init()", "client", false, false)]
    [InlineData("x = make(1)(2).init()", "make(1)(2).init()", "make", false, false)]
    [InlineData("init()", "init()", "init", false, false)]
    [InlineData("x; init()", "init()", "init", false, false)]
    [InlineData("'posthog'.init()", "init()", "init", false, false)]
    [InlineData("x = {}.init()", "init()", "init", false, false)]
    public void A_receiver_is_known_by_its_last_name(string text, string from, string names, bool isPostHog, bool isExact)
    {
        var receiver = Of(text);

        Assert.NotNull(receiver);
        Assert.Equal(from, text[ScriptTokens.Tree(text)[receiver.Value.Start].Start..]);
        Assert.Equal(names, string.Join(' ', receiver.Value.Names));
        Assert.Equal((isPostHog, isExact), (receiver.Value.IsPostHog, receiver.Value.IsExact));
    }

    [Theory]
    [InlineData(17, true)]
    [InlineData(18, false)]
    public void A_chain_of_more_than_seventeen_is_nobodys(int length, bool isRead) =>
        Assert.Equal(isRead, Of(string.Concat(Enumerable.Repeat("a.", length)) + "init()") is not null);

    [Fact]
    public void A_cast_is_searched_for_the_name_over_eleven_tokens()
    {
        Assert.True(Of("x = (window as unknown as { client: A, posthog: B }).init()")!.Value.IsPostHog);
        Assert.False(Of("x = (window as unknown as { client: A, other: B, posthog: C }).init()")!.Value.IsPostHog);
    }

    private static InitReceiver? Of(string text)
    {
        var tree = ScriptTokens.Tree(text);
        return InitReceiver.Of(tree, Enumerable.Range(0, tree.Count).First(i => tree.IsName(i, "init")));
    }
}
