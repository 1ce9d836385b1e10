using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>A host that depends on a condition has several values, and each of them is known. A dash is a host that is missing then.</summary>
public sealed class HostBranchesTests
{
    [Theory]
    [InlineData("a ? '/a' : '/b'", "/a /b")]
    [InlineData("(a ? '/a' : '/b')", "/a /b")]
    [InlineData("a ? '/a' : b ? '/b' : '/c'", "/a /b /c")]
    [InlineData("a ? b ? '/a' : '/b' : '/c'", "/a /b /c")]
    [InlineData("a ? (b ? '/a' : '/b') : (c ? '/c' : '/d')", "/a /b /c /d")]
    [InlineData("a ? '/a' : b ? '/b' : '/b'", "/a /b")]
    [InlineData("a ? '/a' : undefined", "/a -")]
    [InlineData("a ? null : '/a'", "- /a")]
    [InlineData("a ? location.origin + '/a' : '/b'", "/a /b")]
    [InlineData("host", "/a /b")]
    [InlineData("hosts.eu", "/c /d")]
    [InlineData("a ? host : '/c'", "/a /b /c")]
    public void Every_branch_is_read(string expression, string values)
    {
        var host = Find(expression);

        Assert.Equal(SettingState.Unknown, host.State);
        Assert.Equal(values, string.Join(' ', host.Branches!.Select(branch => branch.Value ?? "-")));
    }

    [Theory]
    [InlineData("a ? '/a' : f()")]
    [InlineData("a ? '/a' : b ? '/b' : f()")]
    [InlineData("a ? b ? f() : '/a' : '/b'")]
    [InlineData("a ? '/a' : ''")]
    [InlineData("a ? '' : '/a'")]
    [InlineData("a ? '' : b ? '' : '/a'")]
    [InlineData("a ? '/a' : b ? '/b' : c ? '/c' : d ? '/d' : '/e'")]
    [InlineData("(a ? '/a' : '/b') + '/c'")]
    [InlineData("`${a ? '/a' : '/b'}/c`")]
    [InlineData("f(a ? '/a' : '/b')")]
    public void Where_one_cannot_be_read_or_they_are_many_none_is_known(string expression)
    {
        var host = Find(expression);

        Assert.Equal(SettingState.Unknown, host.State);
        Assert.Null(host.Branches);
    }

    private static ClientSetting Find(string expression) => Assert.Single(ClientSetups.Find($$"""
        const host = dev ? '/a' : '/b'
        const hosts = { eu: dev ? '/c' : '/d' }
        posthog.init('phc_1', { api_host: {{expression}} })
        """, ClientLanguage.Script)).ApiHost;
}
