using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>§ stands before the token that is asked about.</summary>
public sealed class DeclaredNamesTests
{
    [Theory]
    [InlineData("function boot() §{ return 1 }", "boot")]
    [InlineData("async function boot(a, b) §{ }", "boot")]
    [InlineData("class A { boot() §{ } }", "boot")]
    [InlineData("const boot = () => §{ }", "boot")]
    [InlineData("const boot = () => §(1)", "boot")]
    [InlineData("const boot = (a, b) => §{ }", "boot")]
    [InlineData("const boot = a => §{ }", "boot")]
    [InlineData("const boot = async () => §{ }", "boot")]
    [InlineData("const boot = async a => §{ }", "boot")]
    [InlineData("x = { boot: () => §{ } }", "boot")]
    [InlineData("x = { boot: async () => §{ } }", "boot")]
    [InlineData("const boot = function () §{ }", "boot")]
    [InlineData("const boot = async function () §{ }", "boot")]
    [InlineData("x = { boot: function () §{ } }", "boot")]
    [InlineData("const boot = function named() §{ }", "named")]
    [InlineData("run(function () §{ })", null)]
    [InlineData("x = { 'the boot': () => §{ } }", "the boot")]
    [InlineData("const boot: Renderer = () => §{ }", "boot")]
    [InlineData("const boot: (a: string) => void = () => §{ }", "boot")]
    [InlineData("function boot(): string §{ }", "boot")]
    [InlineData("async function boot(): Promise<string | null> §{ }", "boot")]
    [InlineData("const boot = (): string => §{ }", "boot")]
    [InlineData("x = a ? boot : () => §{ }", null)]
    [InlineData("run(() => §{ })", null)]
    [InlineData("(() => §{ })()", null)]
    [InlineData("run(async () => §{ })", null)]
    [InlineData("x = [a => §{ }]", null)]
    [InlineData("[] = () => §{ }", null)]
    [InlineData("§{ }", null)]
    [InlineData("=> §{ }", null)]
    public void A_function_has_the_name_it_is_declared_by_or_becomes(string text, string? name) => Assert.Equal(name, At(text, DeclaredNames.OfFunction));

    [Theory]
    [InlineData("const options §= {}", "options")]
    [InlineData("options §= {}", "options")]
    [InlineData("const options: Options §= {}", "options")]
    [InlineData("options: Partial<Options> §= {}", "options")]
    [InlineData("const options: Options | null §= {}", "options")]
    [InlineData("const options: A & B §= {}", "options")]
    [InlineData("const options: { a: string } §= {}", "options")]
    [InlineData("const options: { a: string } | undefined §= {}", "options")]
    [InlineData("const options: Record<string, { a: string }> §= {}", "options")]
    [InlineData("this.options §= {}", "options")]
    [InlineData("const options: A.B §= {}", "options")]
    [InlineData("const options: import('a').B §= {}", "options")]
    [InlineData("const options: typeof other §= {}", "options")]
    [InlineData("first = second §= {}", "second")]
    [InlineData("x: A; [a] §= {}", null)]
    [InlineData("x: A = [a] §= {}", null)]
    [InlineData("const { a } §= {}", null)]
    [InlineData("§= {}", null)]
    public void A_value_has_the_name_in_front_of_its_type(string text, string? name) => Assert.Equal(name, At(text, DeclaredNames.OfValue));

    [Theory]
    [InlineData(21, "options")]
    [InlineData(22, null)]
    public void A_type_of_more_than_twenty_three_tokens_is_not_passed(int parts, string? name) =>
        Assert.Equal(name, At($"x(); options: A{string.Concat(Enumerable.Repeat("!", parts))} §= {{}}", DeclaredNames.OfValue));

    [Theory]
    [InlineData("const example = §`x`", "example")]
    [InlineData("example = §`x`", "example")]
    [InlineData("const example: string = §`x`", "example")]
    [InlineData("const example: Text = §`x`", "example")]
    [InlineData("const example: string | undefined = §`x`", "example")]
    [InlineData("const example: React.ReactNode = §`x`", "example")]
    [InlineData("const example: typeof other = §`x`", "example")]
    [InlineData("const example: Record<string, string> = §`x`", "example")]
    [InlineData("const example: string | null | undefined = §`x`", "example")]
    [InlineData("const example: (a: string) => void = §`x`", "example")]
    [InlineData("function f(example?: string = §`x`) { }", "example")]
    [InlineData("({ example: §`x` })", "example")]
    [InlineData("({ 'the example': §`x` })", "the example")]
    [InlineData("const example = 'a' + §`x`", "example")]
    [InlineData("const example = await §`x`", "example")]
    [InlineData("const getExample = () => §`x`", "getExample")]
    [InlineData("const getExample = a => §`x`", "getExample")]
    [InlineData("const getExample = (a: string) => §`x`", "getExample")]
    [InlineData("({ a: 1, example: §`x` })", "example")]
    [InlineData("({ a: b ? c : 1, example: §`x` })", "example")]
    [InlineData("run(a ? example : §`x`)", null)]
    [InlineData("const b = a ? example : §`x`", null)]
    [InlineData("const b = a ? 'example' : §`x`", null)]
    [InlineData("a ? example : b; [c] = §`x`", null)]
    [InlineData("run(() => §`x`)", null)]
    [InlineData("export default §`x`", null)]
    [InlineData("function f() { return §`x` }", null)]
    [InlineData("run(§`x`)", null)]
    [InlineData("a + §`x`", null)]
    [InlineData("[a] = §`x`", null)]
    [InlineData("example; [a, b] = §`x`", null)]
    [InlineData("§`x`", null)]
    public void An_expression_has_the_name_of_what_it_becomes(string text, string? name) => Assert.Equal(name, At(text, DeclaredNames.OfExpression));

    private static string? At(string marked, Func<ScriptTree, int, string?> of)
    {
        var at = marked.IndexOf('§', StringComparison.Ordinal);
        var tree = ScriptTokens.Tree(marked.Remove(at, 1), hasJsx: false);
        return of(tree, Enumerable.Range(0, tree.Count).First(i => tree[i].Start == at));
    }
}
