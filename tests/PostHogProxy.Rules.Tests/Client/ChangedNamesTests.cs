using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What happens to the object that a name holds, before it is used.</summary>
public sealed class ChangedNamesTests
{
    [Theory]
    [InlineData("a = 2")]
    [InlineData("a.b = 2")]
    [InlineData("a['b'] = 2")]
    [InlineData("delete a.b")]
    [InlineData("f({ ...a })")]
    [InlineData("f([...a])")]
    [InlineData("f({ ...a.b })")]
    [InlineData("Object.assign(a, b)")]
    [InlineData("Object.assign({}, a)")]
    [InlineData("merge(a, b)")]
    [InlineData("deepMerge(b, a)")]
    [InlineData("extend(a)")]
    [InlineData("withDefaults(a)")]
    [InlineData("override(a, b)")]
    public void A_name_whose_object_is_set_over_may_change(string text) => Assert.True(Of(text).MayChange("a"));

    [Theory]
    [InlineData("f(a)")]
    [InlineData("posthog.init(k, a)")]
    [InlineData("f({ a: 1 })")]
    [InlineData("f({ ...b.a })")]
    [InlineData("b.a = 2")]
    [InlineData("a == 2")]
    [InlineData("a.b == 2")]
    [InlineData("merge(a.b)")]
    [InlineData("merge(b + a, c)")]
    [InlineData("new Merge(a)")]
    [InlineData("f.merge.g(a)")]
    [InlineData("merge`${a}`")]
    [InlineData("if (a) { }")]
    [InlineData("<Merge a={b} />")]
    public void A_name_that_is_only_used_does_not_change(string text) => Assert.False(Of(text).MayChange("a"));

    [Theory]
    [InlineData("f(a)", true, true)]
    [InlineData("f(b, a)", true, true)]
    [InlineData("f(a, b)", true, true)]
    [InlineData("x.f(a)", true, true)]
    [InlineData("setup(a)", true, false)]
    [InlineData("createPosthog(a)", true, false)]
    [InlineData("posthogSend(a)", true, false)]
    [InlineData("init(a)", false, false)]
    [InlineData("console.log(a)", false, false)]
    [InlineData("JSON.stringify(a)", false, false)]
    [InlineData("Object.freeze(a)", false, false)]
    [InlineData("new Client(a)", false, false)]
    [InlineData("f(a.b)", false, false)]
    [InlineData("f(a + b)", false, false)]
    [InlineData("f(!a)", false, false)]
    [InlineData("f({ a })", false, false)]
    [InlineData("f([a])", false, false)]
    [InlineData("(a)", false, false)]
    [InlineData("f[a]", false, false)]
    [InlineData("a(b)", false, false)]
    [InlineData("f(b.a)", false, false)]
    public void A_function_that_it_is_given_to_may_add_to_it(string text, bool isPassed, bool isGivenAway)
    {
        var tree = ScriptTokens.Tree(text);
        var names = new ScriptNames(tree);

        Assert.Equal(isPassed, names.IsPassed(Enumerable.Range(0, tree.Count).First(i => tree.IsName(i, "a"))));
        Assert.Equal(isGivenAway, names.IsGivenAway("a"));
    }

    [Theory]
    [InlineData("f({ ...b() })", true)]
    [InlineData("f({ ...b.c() })", true)]
    [InlineData("f({ ...b.c.d() })", true)]
    [InlineData("f({ ...(await b) })", true)]
    [InlineData("f({ ...await b })", true)]
    [InlineData("f({ ...b(), ...c })", true)]
    [InlineData("f({ ...b })", false)]
    [InlineData("f({ ...b.c })", false)]
    [InlineData("f({ ...b, c: d() })", false)]
    [InlineData("f(...[1])", false)]
    [InlineData("f(b())", false)]
    public void A_call_that_is_spread_is_seen(string text, bool isSpread) => Assert.Equal(isSpread, Of(text).SpreadsACall);

    [Theory]
    [InlineData("a.b = 1")]
    [InlineData("a?.b = 1")]
    [InlineData("a.b ??= 1")]
    [InlineData("this.b = 1")]
    [InlineData("f().b = 1")]
    [InlineData("a['b'] = 1")]
    [InlineData("f()['b'] = 1")]
    public void A_member_that_is_assigned_is_known(string text) => Assert.True(Of(text).IsMemberAssigned("b"));

    [Theory]
    [InlineData("b = 1")]
    [InlineData("a.b == 1")]
    [InlineData("a.b.c = 1")]
    [InlineData("event.properties.b = 1")]
    [InlineData("a[b] = 1")]
    [InlineData("a['b'] == 1")]
    [InlineData("a['b', 'c'] = 1")]
    [InlineData("const { b } = 1")]
    [InlineData("['b'] = 1")]
    [InlineData("x + ['b'] = 1")]
    [InlineData("f({ b: 1 })")]
    public void Another_member_is_not(string text) => Assert.False(Of(text).IsMemberAssigned("b"));

    private static ScriptNames Of(string text) => new(ScriptTokens.Tree(text));
}
