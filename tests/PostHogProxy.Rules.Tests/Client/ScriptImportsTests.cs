using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

public sealed class ScriptImportsTests
{
    [Theory]
    [InlineData("import hog from 'posthog-js'")]
    [InlineData("import hog from \"posthog-js\"")]
    [InlineData("import * as hog from 'posthog-js'")]
    [InlineData("import { posthog as hog } from 'posthog-js'")]
    [InlineData("import { default as hog, type PostHog } from 'posthog-js'")]
    [InlineData("import hog from 'posthog-js/dist/module.full.no-external'")]
    [InlineData("import { hog } from '@posthog/react'")]
    [InlineData("export { hog } from 'posthog-js'")]
    [InlineData("const hog = require('posthog-js')")]
    [InlineData("var hog = require('posthog-js').default")]
    [InlineData("let hog = (await import('posthog-js')).default")]
    [InlineData("const { default: hog } = await import('posthog-js')")]
    [InlineData("const { default: hog } = await import('posthog-js'); const other = 1")]
    [InlineData("import('posthog-js').then((hog) => hog.default.init())")]
    [InlineData("import('posthog-js').then(({ default: hog }) => hog.init())")]
    [InlineData("import('posthog-js').then(hog => hog.default.init())")]
    [InlineData("x(); void import('posthog-js').then(hog => 1)")]
    public void A_name_of_the_browsers_SDK_is_known(string text)
    {
        var imports = Of(text);

        Assert.True(imports.Has("hog"));
        Assert.False(imports.IsLite("hog"));
        Assert.All((string[])["default", "await", "import", "type", "as", "require", "then", "other", "const", "from"], word => Assert.False(imports.Has(word), word));
    }

    [Theory]
    [InlineData("import hog from 'posthog-node'")]
    [InlineData("import hog from 'posthog-js-lite'")]
    [InlineData("import hog from 'posthog-jsx'")]
    [InlineData("import hog from 'posthog'")]
    [InlineData("import hog from 'my-posthog-js'")]
    [InlineData("import hog from posthog-js")]
    [InlineData("import hog from 'x'; import other from 'posthog-js'")]
    [InlineData("const hog = 1; const other = require('posthog-js')")]
    [InlineData("hog(); import('posthog-js').then(other => 1)")]
    [InlineData("import('posthog-js').then(other => hog.init())")]
    [InlineData("import('posthog-js').catch(hog => 1)")]
    [InlineData("import('posthog-js')\nhog()")]
    [InlineData("import 'posthog-js'\nimport hog from 'x'")]
    [InlineData("vi.mock('posthog-js', () => hog)")]
    [InlineData("const hog = 'posthog-js'")]
    [InlineData("from 'posthog-js'")]
    [InlineData("'posthog-js'")]
    public void Another_name_is_not_the_SDKs(string text) => Assert.False(Of(text).Has("hog"));

    [Theory]
    [InlineData("import hog from 'posthog-js-lite'")]
    [InlineData("import { PostHog as hog } from 'posthog-js-lite'")]
    [InlineData("const { hog } = require('posthog-js-lite')")]
    [InlineData("import * as hog from 'posthog-js-lite/dist'")]
    public void A_name_of_the_light_SDK_is_known_apart(string text)
    {
        Assert.True(Of(text).IsLite("hog"));
        Assert.False(Of(text).Has("hog"));
    }

    [Fact]
    public void Several_imports_are_all_known()
    {
        var imports = Of("import a from 'posthog-js'\nimport b, { c } from '@posthog/react'\nimport d from 'react'");

        Assert.All((string[])["a", "b", "c"], name => Assert.True(imports.Has(name), name));
        Assert.False(imports.Has("d"));
    }

    private static ScriptImports Of(string text) => new(ScriptTokens.Tree(text));
}
