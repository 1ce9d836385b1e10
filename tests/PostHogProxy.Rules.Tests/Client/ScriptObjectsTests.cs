using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>The members of an object literal, by every way that JavaScript has to write one.</summary>
public sealed class ScriptObjectsTests
{
    [Theory]
    [InlineData("{}", "")]
    [InlineData("{ a: 1 }", "Value a = 1")]
    [InlineData("{ a: 1, }", "Value a = 1")]
    [InlineData("{ a: 1, b: 'x' }", "Value a = 1; Value b = 'x'")]
    [InlineData("{ a: b ? c : d, e }", "Value a = b ? c : d; Value e = e")]
    [InlineData("{ a: [1, 2], b: f(3, 4), c: { d: 5, e: 6 } }", "Value a = [ 1 , 2 ]; Value b = f ( 3 , 4 ); Value c = { d : 5 , e : 6 }")]
    [InlineData("{ 'a-b': 1, \"c\": 2, 3: 4 }", "Value a-b = 1; Value c = 2; Value 3 = 4")]
    [InlineData("{ 'api\\x5Fhost': 1 }", "Value api_host = 1")]
    [InlineData("{ ['a']: 1 }", "Value a = 1")]
    [InlineData("{ a: b => c, d: (e) => ({ f: 1 }) }", "Value a = b => c; Value d = ( e ) => ( { f : 1 } )")]
    [InlineData("{ get: 1, set: 2, async: 3, static: 4 }", "Value get = 1; Value set = 2; Value async = 3; Value static = 4")]
    [InlineData("{ get, set }", "Value get = get; Value set = set")]
    [InlineData("{ ,, a: 1,, }", "Value a = 1")]
    public void A_member_has_a_name_and_a_value(string text, string members) => Assert.Equal(members, Members(text));

    [Theory]
    [InlineData("{ a() { } }", "Method a = a ( ) { }")]
    [InlineData("{ 'a'() { } }", "Method a = 'a' ( ) { }")]
    [InlineData("{ ['a']() { } }", "Method a = [ 'a' ] ( ) { }")]
    [InlineData("{ a<T>(b: T) { } }", "Method a = a < T > ( b : T ) { }")]
    [InlineData("{ get a() { } }", "Method a = get a ( ) { }")]
    [InlineData("{ set a(b) { } }", "Method a = set a ( b ) { }")]
    [InlineData("{ async a() { } }", "Method a = async a ( ) { }")]
    [InlineData("{ get 'a'() { } }", "Method a = get 'a' ( ) { }")]
    [InlineData("{ get() { } }", "Method get = get ( ) { }")]
    [InlineData("{ a() { }, b: 1 }", "Method a = a ( ) { }; Value b = 1")]
    public void A_method_is_no_value(string text, string members) => Assert.Equal(members, Members(text));

    [Theory]
    [InlineData("{ ...a }", "Spread  = a")]
    [InlineData("{ ...a, b: 1 }", "Spread  = a; Value b = 1")]
    [InlineData("{ ...(a && { b: 1 }) }", "Spread  = ( a && { b : 1 } )")]
    [InlineData("{ ...f(1, 2) }", "Spread  = f ( 1 , 2 )")]
    public void A_spread_has_no_name(string text, string members) => Assert.Equal(members, Members(text));

    [Theory]
    [InlineData("{ [a]: 1 }", "[ a ] : 1")]
    [InlineData("{ [a.b]: 1 }", "[ a . b ] : 1")]
    [InlineData("{ ['a' + b]: 1 }", "[ 'a' + b ] : 1")]
    [InlineData("{ [`a`]: 1 }", "[ ` ` ] : 1")]
    [InlineData("{ a = 1 }", "a = 1")]
    [InlineData("{ a b }", "a b")]
    [InlineData("{ 'a' }", "'a'")]
    [InlineData("{ 1 }", "1")]
    [InlineData("{ *a() { } }", "* a ( ) { }")]
    [InlineData("{ @Html.Raw(a) }", "@ Html . Raw ( a )")]
    [InlineData("{ ['a'] }", "[ 'a' ]")]
    public void What_is_not_understood_may_be_any_member(string text, string tokens) => Assert.Equal("Unreadable  = " + tokens, Members(text));

    [Theory]
    [InlineData("{ a: 1, b: 2 }", "a", "1")]
    [InlineData("{ a: 1, b: 2 }", "b", "2")]
    [InlineData("{ a: 1, a: 2 }", "a", "2")]
    [InlineData("{ a() { }, a: 2 }", "a", "2")]
    [InlineData("{ a }", "a", "a")]
    [InlineData("{ a: 1, a() { } }", "a", null)]
    [InlineData("{ a() { } }", "a", null)]
    [InlineData("{ a: 1 }", "b", null)]
    [InlineData("{ a: 1, ...b }", "a", null)]
    [InlineData("{ ...b, a: 1 }", "a", null)]
    [InlineData("{ a: 1, [b]: 2 }", "a", null)]
    [InlineData("{}", "a", null)]
    public void A_member_is_found_where_no_other_can_set_it(string text, string name, string? value)
    {
        var (tree, objects, open) = Read(text);
        var found = objects.Find(open, name);

        Assert.Equal(value, found is { } property ? tree.Written(property.Start) : null);
    }

    [Theory]
    [InlineData(500, 500, true)]
    [InlineData(501, 501, false)]
    [InlineData(502, 501, false)]
    [InlineData(2000, 501, false)]
    public void Five_hundred_members_are_read_and_more_are_no_settings(int members, int read, bool isReadable)
    {
        var (_, objects, open) = Read("{ " + string.Join(", ", Enumerable.Range(0, members).Select(i => $"m{i}: {i}")) + " }");
        var properties = objects.Properties(open);

        Assert.Equal(read, properties.Count);
        Assert.Equal(isReadable ? PropertyKind.Value : PropertyKind.Unreadable, properties[^1].Kind);
        Assert.Equal(isReadable, objects.Find(open, "m0") is not null);
    }

    [Fact]
    public void An_object_is_taken_apart_once()
    {
        var (_, objects, open) = Read("{ a: 1 }");

        Assert.Same(objects.Properties(open), objects.Properties(open));
    }

    private static string Members(string text)
    {
        var (tree, objects, open) = Read(text);
        return string.Join("; ", objects.Properties(open).Select(property =>
            $"{property.Kind} {property.Name} = {string.Join(' ', Enumerable.Range(property.Start, property.End - property.Start).Select(tree.Written))}"));
    }

    private static (ScriptTree Tree, ScriptObjects Objects, int Open) Read(string text)
    {
        var tree = ScriptTokens.Tree("x = " + text);
        return (tree, new ScriptObjects(tree), 2);
    }
}
