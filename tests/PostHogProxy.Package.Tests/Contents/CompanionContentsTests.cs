using System.Text;
using System.Xml.Linq;

namespace PostHogProxy.Package.Tests.Contents;

public sealed class CompanionContentsTests(PackedPackage package)
{
    [Theory]
    [InlineData("PostHogProxy.Aspire.Hosting", "PostHogProxy.Testing", "Aspire.Hosting")]
    [InlineData("PostHogProxy.OpenTelemetry", "PostHogProxy.Middleware", "OpenTelemetry.Api")]
    [InlineData("PostHogProxy.Outbox", "PostHogProxy.Middleware")]
    [InlineData("PostHogProxy.Outbox.Redis", "PostHogProxy.Outbox", "StackExchange.Redis")]
    [InlineData("PostHogProxy.Outbox.Sqlite", "PostHogProxy.Outbox", "Microsoft.Data.Sqlite")]
    public void A_package_holds_its_own_assembly_and_depends_on_this_very_version_of_the_others(string name, params string[] dependencies)
    {
        var files = PackedPackage.Read(Path.Combine(package.Folder, $"{name}.{package.Version}.nupkg"));
        Assert.Equal(
            [$"{name}.nuspec", "README.md", "icon.png", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml"],
            files.Keys.Where(file => file is not ("[Content_Types].xml" or "_rels/.rels") && !file.StartsWith("package/", StringComparison.Ordinal)));

        var nuspec = XDocument.Parse(Encoding.UTF8.GetString(files[$"{name}.nuspec"]).TrimStart('\uFEFF'));
        var named = nuspec.Descendants().Where(each => each.Name.LocalName == "dependency").ToDictionary(each => each.Attribute("id")!.Value, each => each.Attribute("version")!.Value);
        Assert.Equal(dependencies.Order(StringComparer.Ordinal), named.Keys.Order(StringComparer.Ordinal));
        Assert.All(named.Where(each => each.Key.StartsWith("PostHogProxy.", StringComparison.Ordinal)), each => Assert.Equal($"[{package.Version}]", each.Value));
        Assert.Equal("MIT", nuspec.Descendants().Single(each => each.Name.LocalName == "license").Value);
        Assert.False(Encoding.Latin1.GetString(files[$"lib/net10.0/{name}.dll"]).Contains(Repository.Root, StringComparison.OrdinalIgnoreCase));
    }
}
