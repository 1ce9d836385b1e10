using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace PostHogProxy.Package.Tests.Contents;

public sealed class ContentsTests(PackedPackage package)
{
    private static readonly string[] Expected =
    [
        "ConfigurationSchema.json",
        "PostHogProxy.Middleware.nuspec",
        "README.md",
        "THIRD-PARTY-NOTICES.txt",
        "analyzers/dotnet/cs/PostHogProxy.Analyzers.dll",
        "analyzers/dotnet/cs/PostHogProxy.CodeFixes.dll",
        "analyzers/dotnet/cs/PostHogProxy.Pomerium.dll",
        "analyzers/dotnet/cs/PostHogProxy.Rules.dll",
        "analyzers/dotnet/cs/YamlDotNet.dll",
        "buildTransitive/PostHogProxy.Middleware.props",
        "buildTransitive/PostHogProxy.Middleware.targets",
        "icon.png",
        "lib/net10.0/PostHogProxy.Http2.dll",
        "lib/net10.0/PostHogProxy.Middleware.dll",
        "lib/net10.0/PostHogProxy.Middleware.xml",
        "lib/net10.0/PostHogProxy.Rules.dll",
        "lib/net10.0/PostHogProxy.Rules.xml",
        "lib/net10.0/PostHogProxy.Verification.dll",
        "tasks/netstandard2.0/PostHogProxy.Build.dll",
        "tasks/netstandard2.0/PostHogProxy.Rules.dll",
    ];

    [Fact]
    public void Packing_the_solution_gives_the_packages_their_symbols_and_the_tool()
    {
        string[] expected =
        [
            $"PostHogProxy.Aspire.Hosting.{package.Version}.nupkg",
            $"PostHogProxy.Aspire.Hosting.{package.Version}.snupkg",
            $"PostHogProxy.Middleware.{package.Version}.nupkg",
            $"PostHogProxy.Middleware.{package.Version}.snupkg",
            $"PostHogProxy.OpenTelemetry.{package.Version}.nupkg",
            $"PostHogProxy.OpenTelemetry.{package.Version}.snupkg",
            $"PostHogProxy.Outbox.{package.Version}.nupkg",
            $"PostHogProxy.Outbox.{package.Version}.snupkg",
            $"PostHogProxy.Outbox.Redis.{package.Version}.nupkg",
            $"PostHogProxy.Outbox.Redis.{package.Version}.snupkg",
            $"PostHogProxy.Outbox.Sqlite.{package.Version}.nupkg",
            $"PostHogProxy.Outbox.Sqlite.{package.Version}.snupkg",
            $"PostHogProxy.Testing.{package.Version}.nupkg",
            $"PostHogProxy.Testing.{package.Version}.snupkg",
            $"PostHogProxy.Tool.{package.Version}.nupkg",
        ];

        Assert.Equal(expected, Directory.GetFiles(package.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_package_holds_what_an_app_and_its_compiler_need_and_nothing_else()
    {
        // The zip's own paperwork.
        var files = PackedPackage.Read(package.Nupkg).Keys.Where(name => name is not ("[Content_Types].xml" or "_rels/.rels") && !name.StartsWith("package/", StringComparison.Ordinal));

        Assert.Equal(Expected, files);
    }

    [Fact]
    public void The_nuspec_names_the_direct_dependencies_only()
    {
        var nuspec = Nuspec();
        var dependencies = nuspec.Descendants().Where(element => element.Name.LocalName == "dependency");
        var frameworks = nuspec.Descendants().Where(element => element.Name.LocalName == "frameworkReference");

        Assert.Equal(["ZiggyCreatures.FusionCache 2.9.0"], dependencies.Select(each => $"{each.Attribute("id")?.Value} {each.Attribute("version")?.Value}"));
        Assert.Equal(["Microsoft.AspNetCore.App"], frameworks.Select(each => each.Attribute("name")?.Value));
        Assert.Equal(["net10.0", "net10.0"], nuspec.Descendants().Where(each => each.Name.LocalName == "group").Select(each => each.Attribute("targetFramework")?.Value));
    }

    [Theory]
    [InlineData("readme", "README.md")]
    [InlineData("icon", "icon.png")]
    [InlineData("license", "MIT")]
    public void The_nuspec_points_to_what_a_gallery_shows(string element, string value)
    {
        Assert.Equal(value, Nuspec().Descendants().Single(each => each.Name.LocalName == element).Value);
    }

    [Theory]
    [InlineData("lib/net10.0/PostHogProxy.Rules.dll", ".NETCoreApp,Version=v10.0")]
    [InlineData("lib/net10.0/PostHogProxy.Middleware.dll", ".NETCoreApp,Version=v10.0")]
    [InlineData("analyzers/dotnet/cs/PostHogProxy.Rules.dll", ".NETStandard,Version=v2.0")]
    [InlineData("analyzers/dotnet/cs/PostHogProxy.Pomerium.dll", ".NETStandard,Version=v2.0")]
    [InlineData("analyzers/dotnet/cs/YamlDotNet.dll", ".NETStandard,Version=v2.0")]
    [InlineData("analyzers/dotnet/cs/PostHogProxy.Analyzers.dll", ".NETStandard,Version=v2.0")]
    [InlineData("analyzers/dotnet/cs/PostHogProxy.CodeFixes.dll", ".NETStandard,Version=v2.0")]
    [InlineData("tasks/netstandard2.0/PostHogProxy.Build.dll", ".NETStandard,Version=v2.0")]
    [InlineData("tasks/netstandard2.0/PostHogProxy.Rules.dll", ".NETStandard,Version=v2.0")]
    public void Each_assembly_is_for_the_runtime_that_loads_it(string file, string framework)
    {
        // The attribute's value is stored as text in the metadata.
        Assert.Contains(framework, Encoding.UTF8.GetString(PackedPackage.Read(package.Nupkg)[file]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PostHogProxy.Middleware")]
    [InlineData("PostHogProxy.Rules")]
    [InlineData("PostHogProxy.Http2")]
    [InlineData("PostHogProxy.Verification")]
    public void The_symbols_are_those_of_the_very_assembly(string name)
    {
        using var assembly = new PEReader(new MemoryStream(PackedPackage.Read(package.Nupkg)[$"lib/net10.0/{name}.dll"]));
        var codeView = assembly.ReadCodeViewDebugDirectoryData(assembly.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView));
        var symbols = PackedPackage.Read(package.Snupkg)[$"lib/net10.0/{name}.pdb"];
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));

        Assert.Equal(codeView.Guid, new BlobContentId(provider.GetMetadataReader().DebugMetadataHeader!.Id).Guid);
    }

    [Fact]
    public void Nothing_in_the_package_tells_where_it_was_packed()
    {
        foreach (var (name, bytes) in PackedPackage.Read(package.Nupkg).Concat(PackedPackage.Read(package.Snupkg)))
        {
            Assert.False(Encoding.Latin1.GetString(bytes).Contains(Repository.Root, StringComparison.OrdinalIgnoreCase), name);
            Assert.False(Encoding.Unicode.GetString(bytes).Contains(Repository.Root, StringComparison.OrdinalIgnoreCase), name);
        }
    }

    [Fact]
    public void Every_assembly_of_others_has_its_licence_in_the_notices()
    {
        var files = PackedPackage.Read(package.Nupkg);
        var notices = Encoding.UTF8.GetString(files["THIRD-PARTY-NOTICES.txt"]);
        var others = files.Keys.Where(name => name.EndsWith(".dll", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).Where(name => !name!.StartsWith("PostHogProxy.", StringComparison.Ordinal));

        Assert.All(others, name => Assert.Contains(name! + "\n", notices, StringComparison.Ordinal));
    }

    [Fact]
    public void The_documentation_that_ships_is_of_every_public_type_and_of_no_other()
    {
        var files = PackedPackage.Read(package.Nupkg);
        var documented = files.Where(file => file.Key.StartsWith("lib/", StringComparison.Ordinal) && file.Key.EndsWith(".xml", StringComparison.Ordinal))
            .SelectMany(file => XDocument.Load(new MemoryStream(file.Value)).Descendants("member").Select(member => member.Attribute("name")!.Value)).ToList();
        string[] assemblies = ["PostHogProxy.Http2", "PostHogProxy.Middleware", "PostHogProxy.Rules", "PostHogProxy.Verification"];
        var types = assemblies.SelectMany(name => Assembly.Load(name).GetExportedTypes()).ToDictionary(type => type.FullName!, StringComparer.Ordinal);

        Assert.Equal(types.Keys.Order(StringComparer.Ordinal), documented.Where(name => name.StartsWith("T:", StringComparison.Ordinal)).Select(name => name[2..]).Order(StringComparer.Ordinal));
        Assert.All(documented.Where(name => !name.StartsWith("T:", StringComparison.Ordinal)), name => Assert.NotEmpty(types[TypeOf(name)].GetMember(MemberOf(name))));
        Assert.Contains("F:PostHogProxy.PostHogRegion.Eu", documented);
        Assert.Contains("P:PostHogProxy.PostHogProxyOptions.Region", documented);
        Assert.Contains(documented, name => name.StartsWith("M:Microsoft.AspNetCore.Builder.PostHogProxyEndpointRouteBuilderExtensions.MapPostHogProxy(", StringComparison.Ordinal));
    }

    // "M:Namespace.Type.Member(Parameter)" without its first two characters, its parameters and its last name.
    private static string TypeOf(string member)
    {
        var name = member[2..].Split('(')[0];
        return name[..name.LastIndexOf('.')];
    }

    // A constructor is "#ctor" there.
    private static string MemberOf(string member) => member[(TypeOf(member).Length + 3)..].Split('(')[0].Replace('#', '.');

    private XDocument Nuspec() => XDocument.Load(new MemoryStream(PackedPackage.Read(package.Nupkg)["PostHogProxy.Middleware.nuspec"]));
}
