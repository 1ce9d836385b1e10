using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>The opening tag of an element, as HTML, Razor, Vue, Svelte and JSX write it.</summary>
public sealed class MarkupTagTests
{
    /// <summary>A tag, its name, and its attributes: <c>name=value</c>, or <c>name={value}</c> where the value is an expression in braces.</summary>
    public static TheoryData<string, string, string[]> Tags => new()
    {
        { "<p>", "p", [] },
        { "<br/>", "br", [] },
        { "<h1 >", "h1", [] },
        { "<posthog-init>", "posthog-init", [] },
        { "<svelte:head>", "svelte:head", [] },
        { "<Shop.Pages.Init>", "Shop.Pages.Init", [] },
        { "<x_y>", "x_y", [] },
        { "<a href=\"/x\">", "a", ["href=/x"] },
        { "<a href='/x'>", "a", ["href=/x"] },
        { "<a href=/x>", "a", ["href=/x"] },
        { "<a href=/x/>", "a", ["href=/x/"] },
        { "<a href = \"/x\" >", "a", ["href=/x"] },
        { "<a href=\n\"/x\">", "a", ["href=/x"] },
        { "<a href=\"\">", "a", ["href="] },
        { "<a\n  id='1'\n  href='/x'\n/>", "a", ["id=1", "href=/x"] },
        { "<a id='1'href='/x'>", "a", ["id=1", "href=/x"] },
        { "<a id=1 href=/x>", "a", ["id=1", "href=/x"] },
        { "<a title=\"it's > 1\" id='2'>", "a", ["title=it's > 1", "id=2"] },
        { "<a title='a \"b\" <c>' id='2'>", "a", ["title=a \"b\" <c>", "id=2"] },
        { "<script async src='/a.js'>", "script", ["src=/a.js"] },
        { "<script src='/a.js' async>", "script", ["src=/a.js"] },
        { "<script async>", "script", [] },
        { "<input disabled/>", "input", [] },
        { "<input a/b=1>", "input", ["b=1"] },
        { "<a href='/x'' id=\"1\"\" x=2>", "a", ["href=/x", "id=1", "x=2"] },
        { "<option @(isLast ? \"selected\" : \"\") value=\"1\">", "option", ["value=1"] },
        { "<Init @onclick=\"Run\" :host='x' v-bind:key='y' [token]='z' (click)='go()' />", "Init", ["@onclick=Run", ":host=x", "v-bind:key=y", "[token]=z", "(click)=go()"] },
        { "<Init key={token} />", "Init", ["key={token}"] },
        { "<Init key = {token}/>", "Init", ["key={token}"] },
        { "<Init options={{ a: 1 }} x='2'/>", "Init", ["options={{ a: 1 }}", "x=2"] },
        { "<Init options={{ a: '}' }} x='2'/>", "Init", ["options={{ a: '}' }}", "x=2"] },
        { "<Init options={{ a: \"{\" }} x='2'/>", "Init", ["options={{ a: \"{\" }}", "x=2"] },
        { "<Init options={`}`} x='2'/>", "Init", ["options={`}`}", "x=2"] },
        { "<Init key={token}id='2'>", "Init", ["key={token}", "id=2"] },
        { "<Init on={() => say('It\\'s')} x='2'/>", "Init", ["on={() => say('It\\'s')}", "x=2"] },
        { "<Init on={() => say(\"\\\\\")} x='2'/>", "Init", ["on={() => say(\"\\\\\")}", "x=2"] },
        { "<Init on={() => a > b} x='2'/>", "Init", ["on={() => a > b}", "x=2"] },
        { "<Init {...props} x='2'/>", "Init", ["={...props}", "x=2"] },
        { "<Init {...props}>", "Init", ["={...props}"] },
        { "<Init{...props} x='2'>", "Init", ["={...props}", "x=2"] },
        { "<Init async{...props}>", "Init", ["={...props}"] },
        { "<Init {}>", "Init", ["={}"] },
    };

    /// <summary>Tags that the text ends in.</summary>
    public static TheoryData<string, string, string[]> Cut => new()
    {
        { "<a", "a", [] },
        { "<a ", "a", [] },
        { "<a /", "a", [] },
        { "<a h", "a", [] },
        { "<a h ", "a", [] },
        { "<a h=", "a", ["h="] },
        { "<a h= ", "a", ["h="] },
        { "<a h=x", "a", ["h=x"] },
        { "<a h='x", "a", ["h=x"] },
        { "<a h='", "a", ["h="] },
        { "<a h={x", "a", ["h={x}"] },
        { "<a h={'x", "a", ["h={'x}"] },
        { "<a h={'", "a", ["h={'}"] },
        { "<a h={'\\", "a", ["h={'\\}"] },
        { "<a h={", "a", ["h={}"] },
        { "<a h={{x}", "a", ["h={{x}}"] },
        { "<a {x", "a", ["={x}"] },
        { "<a {", "a", ["={}"] },
    };

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_tag_is_read_to_its_end(string text, string name, string[] attributes)
    {
        var tag = Read("(" + text + "b = 'c'>", 1, text.Length + 9);

        Assert.Equal((1, text.Length + 1), (tag.Start, tag.End));
        Assert.Equal(name, tag.Name);
        Assert.Equal(attributes, tag.Attributes.Select(attribute => Written(tag, attribute)));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_tag_may_be_the_last_that_is_read(string text, string name, string[] attributes)
    {
        var tag = Read(text, 0, text.Length);

        Assert.Equal(text.Length, tag.End);
        Assert.Equal(name, tag.Name);
        Assert.Equal(attributes, tag.Attributes.Select(attribute => Written(tag, attribute)));
    }

    [Theory]
    [MemberData(nameof(Cut))]
    public void A_tag_that_is_cut_ends_where_the_reading_ends(string text, string name, string[] attributes)
    {
        // What stands behind the stretch is another's, whether it would close the tag or go on in it.
        foreach (var behind in (string[])["", "a", " ", "=", "}'>", "'}>", "='>", " b='c'>", ">"])
        {
            var tag = Read(text + behind, 0, text.Length);

            Assert.Equal(text.Length, tag.End);
            Assert.Equal(name, tag.Name);
            Assert.Equal(attributes, tag.Attributes.Select(attribute => Written(tag, attribute)));
        }
    }

    [Theory]
    [InlineData("<p<b>", 2)]
    [InlineData("<p <b>", 3)]
    [InlineData("<p id='1' <b>", 10)]
    [InlineData("<p id<b>", 5)]
    public void A_tag_that_is_not_closed_ends_at_the_next(string text, int end) => Assert.Equal(end, Read(text, 0, text.Length).End);

    private static MarkupTag Read(string text, int start, int limit) => MarkupTag.Read(text, start, limit, new(default));

    private static string Written(MarkupTag tag, MarkupAttribute attribute)
    {
        var value = tag.Text.Substring(attribute.Value.Start, attribute.Value.Length);
        return attribute.Name + (attribute.IsBraced ? "={" + value + "}" : "=" + value);
    }
}
