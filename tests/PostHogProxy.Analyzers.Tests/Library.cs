using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using PostHogProxy.Analyzers.Proxies;

namespace PostHogProxy.Analyzers.Tests;

/// <summary>A class library of the team's own, compiled as its build compiles it, for an app to reference.</summary>
internal static class Library
{
    // What a build hands to the compiler of another project.
    private static readonly EmitOptions ReferenceAssembly = new(metadataOnly: true, includePrivateMembers: false);

    /// <summary>What the library says of itself, one line an attribute.</summary>
    public static IReadOnlyList<string> Says(string members, OutputKind kind = OutputKind.DynamicallyLinkedLibrary) =>
    [
        .. Compile(members, kind, withGenerator: true).Assembly.GetAttributes()
            .Where(attribute => attribute.ConstructorArguments is [{ Value: "PostHogProxy.Map" }, _])
            .Select(attribute => (string)attribute.ConstructorArguments[1].Value!),
    ];

    public static MetadataReference Reference(string members, bool withGenerator = true)
    {
        using var image = new MemoryStream();
        var result = Compile(members, OutputKind.DynamicallyLinkedLibrary, withGenerator).Emit(image, options: withGenerator ? ReferenceAssembly : null, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static Compilation Compile(string members, OutputKind kind, bool withGenerator)
    {
        Compilation compilation = CSharpCompilation.Create(
            "Shared", [CSharpSyntaxTree.ParseText(App.File("namespace Shared;\n" + members))], App.References(withPackage: true), new(kind));
        if (withGenerator)
        {
            var generator = new LibraryMapGenerator().AsSourceGenerator();
            CSharpGeneratorDriver.Create(generator).RunGeneratorsAndUpdateCompilation(compilation, out compilation, out var said, TestContext.Current.CancellationToken);
            Assert.Empty(said);
        }

        return compilation;
    }
}
