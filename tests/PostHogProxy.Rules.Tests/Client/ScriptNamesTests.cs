using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>What a name stands for; § stands before the use that is asked about.</summary>
public sealed class ScriptNamesTests
{
    [Theory]
    [InlineData("const a = 1; f(§a)", "1")]
    [InlineData("let a = 1; f(§a)", "1")]
    [InlineData("var a = 1; f(§a)", "1")]
    [InlineData("const a: string = 1; f(§a)", "1")]
    [InlineData("const a: Partial<A> = 1; f(§a)", "1")]
    [InlineData("const a: { b: string } = 1; f(§a)", "1")]
    [InlineData("f(§a); const a = 1", "1")]
    [InlineData("const b = 2, a = 1; f(§a)", "1")]
    [InlineData("const b = 2, c = 3,\n  a = 1; f(§a)", "1")]
    [InlineData("var b=f(2,3),c=[1,2],a=1;f(§a)", "1")]
    [InlineData("const a = 1, b = 2; f(§a)", "1")]
    [InlineData("const b: B = 2, a: A = 1; f(§a)", "1")]
    [InlineData("const a: Record<string, Map<string, string>> = 1; f(§a)", "1")]
    [InlineData("let b: string, a = 1; f(§a)", "1")]
    [InlineData("const a = 1; b[a] = 2; f(§a)", "1")]
    [InlineData("const b = () => { const c = 3 }, a = 1; f(§a)", "1")]
    [InlineData("const b = function () { let c = 3, d = 4 }, e = 5; { const c = 6, a = 1; f(§a) }", "1")]
    [InlineData("const a = 1; { const a = 2; f(§a) }", "2")]
    [InlineData("{ const a = 2 } const a = 1; f(§a)", "1")]
    [InlineData("{ const a = 2; { f(§a) } } const a = 1", "2")]
    [InlineData("const a = 1; { const a = 2; { const a = 3; f(§a) } }", "3")]
    [InlineData("const a = 1; { { const a = 3 } f(§a) }", "1")]
    [InlineData("const a = 1; { const a = 2 } { f(§a) }", "1")]
    [InlineData("const a = 1; if (a == 2) f(§a)", "1")]
    [InlineData("const a = 1; b.a = 2; f(§a)", "1")]
    [InlineData("const a = 1; if (a) { } f(§a)", "1")]
    [InlineData("const a = 1; while (a) { } f(§a)", "1")]
    [InlineData("const a = 1; console.log(a); f(§a)", "1")]
    [InlineData("const a = 1; <B a={2} />; f(§a)", "1")]
    [InlineData("import { b as const a } from 'x'; const a = 1; f(§a)", "1")]
    public void A_name_stands_for_the_value_it_is_declared_with(string text, string value) => Assert.Equal(value, ValueOf(text));

    [Theory]
    [InlineData("f(§a)")]
    [InlineData("const a; f(§a)")]
    [InlineData("const b = 2, a; f(§a)")]
    [InlineData("let a: string, b = 2; f(§a)")]
    [InlineData("var b = 2, a = 1; [a] = c; f(§a)")]
    [InlineData("var b = 2, a = 1; ({ a } = c); f(§a)")]
    [InlineData("var a = 1; ({ b: { a } } = c); f(§a)")]
    [InlineData("var a = 1; for (a of b) f(§a)")]
    [InlineData("let b, a; f(§a)")]
    [InlineData("let b = 2, a = 1; a = 3; f(§a)")]
    [InlineData("const b = 2, a = 1, a = 3; f(§a)")]
    [InlineData("const b = 2\nc, a = 1; f(§a)")]
    [InlineData("const b = 2; c, a = 1; f(§a)")]
    [InlineData("{ const b = 2 } c, a = 1; f(§a)")]
    [InlineData("f(b = 2, a = 1); f(§a)")]
    [InlineData("const b = new Map<c, a>(); f(§a)")]
    [InlineData("for (const b of c, a = 1) f(§a)")]
    [InlineData("let a = 1; a = 2; f(§a)")]
    [InlineData("let a = 1; a += 2; f(§a)")]
    [InlineData("let a = 1; a ||= 2; f(§a)")]
    [InlineData("const a = 1; a.b = 2; f(§a)")]
    [InlineData("const a = 1; a?.b = 2; f(§a)")]
    [InlineData("const a = 1; a['b'] = 2; f(§a)")]
    [InlineData("const a = 1; delete a.b; f(§a)")]
    [InlineData("const a = 1; Object.assign(a, b); f(§a)")]
    [InlineData("const a = 1; const a = 2; f(§a)")]
    [InlineData("{ const a = 1; const a = 2; f(§a) }")]
    [InlineData("{ const a = 1 } f(§a)")]
    [InlineData("{ f(§a) } { const a = 1 }")]
    [InlineData("const a = 1; function b(a) { f(§a) }")]
    [InlineData("const a = 1; const b = a => f(§a)")]
    [InlineData("const a = 1; const b = (a) => f(§a)")]
    [InlineData("const a = 1; const b = ({ a }) => f(§a)")]
    [InlineData("const a = 1; const b = ([a]) => f(§a)")]
    [InlineData("const a = 1; const b = (a: string): Promise<void> => f(§a)")]
    [InlineData("const a = 1; class B { b(a: string): void { f(§a) } }")]
    [InlineData("const a = 1; const { a } = b; f(§a)")]
    [InlineData("const a = 1; const [a] = b; f(§a)")]
    [InlineData("const a = 1; const { b: { a } } = c; f(§a)")]
    [InlineData("const a = 1; catch (a) { f(§a) }")]
    [InlineData("const a: string; const b = 1; f(§a)")]
    public void Where_it_may_be_another_it_stands_for_nothing(string text) => Assert.Null(ValueOf(text));

    [Theory]
    [InlineData(8, "0")]
    [InlineData(9, null)]
    public void A_name_with_more_than_eight_declarations_is_not_followed(int count, string? value) => Assert.Equal(
        value,
        ValueOf($"const a = 0; {string.Concat(Enumerable.Range(1, count - 1).Select(i => $"{{ const a = {i} }} "))} f(§a)"));

    [Theory]
    [InlineData("const a = 1; b ? g(a) : h; f(§a)", "1")]
    [InlineData("const a = 1; b ? g(a) : h, () => 2; f(§a)", "1")]
    [InlineData("const a = 1; switch (b) { case g(a): h; } f(§a)", "1")]
    [InlineData("const a = 1; const b = (a): Promise<c> => 2; f(§a)", null)]
    [InlineData("const a = 1; class B { c(a): Promise<d> { } } f(§a)", null)]
    public void A_colon_behind_brackets_is_a_type_where_a_body_follows(string text, string? value) => Assert.Equal(value, ValueOf(text));

    private static string? ValueOf(string marked)
    {
        var at = marked.IndexOf('§', StringComparison.Ordinal);
        var tree = ScriptTokens.Tree(marked.Remove(at, 1));
        var value = new ScriptNames(tree).ValueOf(Enumerable.Range(0, tree.Count).First(i => tree[i].Start == at));
        return value < 0 ? null : tree.Written(value);
    }
}
