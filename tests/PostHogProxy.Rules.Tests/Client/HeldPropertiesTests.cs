using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>Whether an object is what an event or a person is given; § stands before its brace.</summary>
public sealed class HeldPropertiesTests
{
    [Theory]
    [InlineData("posthog.capture('x', §{ })")]
    [InlineData("capture('x', §{ })")]
    [InlineData("posthog.capture('x', f([§{ }]))")]
    [InlineData("<A properties={§{ }} />")]
    [InlineData("<A eventProps={§{ }} />")]
    [InlineData("x = { properties: §{ } }")]
    [InlineData("x = { superTraits: §{ } }")]
    [InlineData("properties = §{ }")]
    [InlineData("const eventProps = §{ }")]
    [InlineData("const eventProps: Record<string, string> = §{ }")]
    [InlineData("const eventProps = [§{ }]")]
    [InlineData("function eventProps() { return §{ } }")]
    [InlineData("class A { eventProps() { return §{ } } }")]
    [InlineData("const eventProps = () => (§{ })")]
    [InlineData("const eventProps = () => { return §{ } }")]
    [InlineData("function eventProps() { return (§{ }) }")]
    [InlineData("function eventProps(): Foo { return §{ } }")]
    [InlineData("const eventProps = Object.freeze(§{ })")]
    [InlineData("const eventProps = () => Object.freeze(§{ })")]
    [InlineData("x = { properties: (§{ }) }")]
    [InlineData("const a = Object.freeze(§{ }); posthog.capture('x', a)")]
    [InlineData("x = §{ event: 1 }")]
    [InlineData("x = §{ event, a: 1 }")]
    [InlineData("x = §{ a: 1, distinct_id }")]
    [InlineData("x = §{ a, distinctId: 1 }")]
    [InlineData("x = { event: 1, more: §{ } }")]
    [InlineData("const a = §{ }; posthog.capture('x', a)")]
    [InlineData("const a: A = §{ }; posthog.register(a)")]
    [InlineData("const a = [§{ }]; posthog.capture('x', a)")]
    [InlineData("posthog.push(['capture', 'x', §{ }])")]
    public void What_an_event_is_given_is_held(string text) => Assert.True(Holds(text));

    [Theory]
    [InlineData("posthog.init('x', §{ })")]
    [InlineData("capture['x', §{ }]")]
    [InlineData("x = { options: §{ } }")]
    [InlineData("<A options={§{ }} />")]
    [InlineData("<A properties={1} options={§{ }} />")]
    [InlineData("x = §{ events: 1 }")]
    [InlineData("x = §{ a: event }")]
    [InlineData("x = §{ a: event, b: 1 }")]
    [InlineData("x = §{ a: { event: 1 } }")]
    [InlineData("x = §{ a: [event] }")]
    [InlineData("const posthogProps = §{ }")]
    [InlineData("const providerProps = §{ }")]
    [InlineData("const PosthogProviderProps = §{ }")]
    [InlineData("const propsOfPosthog = §{ }")]
    [InlineData("posthog.push(['set_config', §{ }])")]
    [InlineData("posthog.push([capture, §{ }])")]
    [InlineData("function boot() { return §{ } }")]
    [InlineData("const boot = () => (§{ })")]
    [InlineData("run(() => (§{ }))")]
    [InlineData("const eventProps = 1; return §{ }")]
    [InlineData("function eventProps() { x = §{ } }")]
    [InlineData("const a = §{ }; posthog.capture('x', b.a)")]
    [InlineData("const a = §{ }; posthog.capture('x', f(a))")]
    [InlineData("const a = §{ }; posthog.init('x', a)")]
    [InlineData("const a = §{ }; capture; f(a)")]
    [InlineData("const a = §{ }; capture[a]")]
    [InlineData("a, b = §{ }; posthog.capture('x', a)")]
    public void What_sets_something_up_is_not_held(string text) => Assert.False(Holds(text));

    [Theory]
    [InlineData(14, true)]
    [InlineData(15, false)]
    public void It_is_looked_for_over_sixteen_brackets(int arrays, bool holds) =>
        Assert.Equal(holds, Holds($"capture({new string('[', arrays)}§{{ }}{new string(']', arrays)})"));

    [Theory]
    [InlineData("capture")]
    [InlineData("captureSomething")]
    [InlineData("trackIt")]
    [InlineData("logEvent")]
    [InlineData("identifyUser")]
    [InlineData("SendBeacon")]
    [InlineData("reportError")]
    [InlineData("recordVisit")]
    [InlineData("register")]
    [InlineData("group")]
    [InlineData("page")]
    public void A_function_that_sends_is_known_by_its_name(string name) => Assert.True(EventProperties.Sends(name));

    [Theory]
    [InlineData("init")]
    [InlineData("resend")]
    [InlineData("pages")]
    [InlineData("catalog")]
    public void Another_function_sends_nothing(string name) => Assert.False(EventProperties.Sends(name));

    private static bool Holds(string marked)
    {
        var at = marked.IndexOf('§', StringComparison.Ordinal);
        var tree = ScriptTokens.Tree(marked.Remove(at, 1));
        return new EventProperties(tree).Hold(Enumerable.Range(0, tree.Count).First(i => tree[i].Start == at));
    }
}
