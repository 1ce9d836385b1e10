using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace PostHogProxy.Package.Tests.Contents;

public sealed class TestingContentsTests(PackedPackage package)
{
    private SortedDictionary<string, byte[]> Files() => PackedPackage.Read(Path.Combine(package.Folder, $"PostHogProxy.Testing.{package.Version}.nupkg"));

    [Fact]
    public void The_package_of_the_stand_in_holds_one_assembly_and_the_licences_of_what_is_in_it()
    {
        var files = Files();

        Assert.Equal(
            ["PostHogProxy.Testing.nuspec", "README.md", "THIRD-PARTY-NOTICES.txt", "icon.png", "lib/net10.0/PostHogProxy.Testing.dll", "lib/net10.0/PostHogProxy.Testing.xml"],
            files.Keys.Where(file => file is not ("[Content_Types].xml" or "_rels/.rels") && !file.StartsWith("package/", StringComparison.Ordinal)));
        var nuspec = XDocument.Parse(Encoding.UTF8.GetString(files["PostHogProxy.Testing.nuspec"]).TrimStart('\uFEFF'));
        Assert.Equal(
            [("PostHogProxy.Middleware", $"[{package.Version}]")],
            nuspec.Descendants().Where(each => each.Name.LocalName == "dependency").Select(each => (each.Attribute("id")!.Value, each.Attribute("version")!.Value)));
        Assert.False(Encoding.Latin1.GetString(files["lib/net10.0/PostHogProxy.Testing.dll"]).Contains(Repository.Root, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("posthog-js", "Apache License")]
    [InlineData("@posthog/core", "Copyright")]
    [InlineData("core-js", "Permission is hereby granted, free of charge")]
    [InlineData("dompurify", "Apache License")]
    [InlineData("fflate", "MIT License")]
    [InlineData("preact", "The MIT License")]
    [InlineData("query-selector-shadow-dom", "MIT License")]
    [InlineData("web-vitals", "Apache License")]
    public void The_notices_have_the_text_of_each(string name, string words)
    {
        var notices = Encoding.UTF8.GetString(Files()["THIRD-PARTY-NOTICES.txt"]);
        var start = notices.IndexOf($"\n{name}\nhttps://www.npmjs.com/package/{name}\n", StringComparison.Ordinal);

        Assert.NotEqual(-1, start);
        var text = notices[start..];
        Assert.Contains(words, text.Split("\nhttps://www.npmjs.com/package/")[1], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_assembly_has_the_scripts_that_browsers_ask_for_and_no_entry_points_of_npm()
    {
        using var assembly = new PEReader(new MemoryStream(Files()["lib/net10.0/PostHogProxy.Testing.dll"]));
        var metadata = assembly.GetMetadataReader();
        var names = metadata.ManifestResources.Select(handle => metadata.GetString(metadata.GetManifestResource(handle).Name)).ToList();

        Assert.All((string[])["array.js", "lazy-recorder.js", "surveys.js", "web-vitals.js", "exception-autocapture.js"], name => Assert.Contains("posthog-js-dist/" + name, names));
        Assert.DoesNotContain(names, name => name.Contains("/module.", StringComparison.Ordinal) || name.Contains("/main.", StringComparison.Ordinal));
    }
}
