using System.Reflection;
using System.Runtime.Loader;
using Microsoft.AspNetCore.Builder;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PostHogProxy.Recipes;

/// <summary>C# out of a page, compiled with what the web template's implicit usings bring.</summary>
internal static class CompiledRecipe
{
    private const string Usings = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Http; using System.Net.Http.Json;
        using System.Threading; using System.Threading.Tasks; using Microsoft.AspNetCore.Builder; using Microsoft.AspNetCore.Hosting;
        using Microsoft.AspNetCore.Http; using Microsoft.AspNetCore.Routing; using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting; using Microsoft.Extensions.Logging;
        using PostHogProxy;

        """;

    // Read once: hundreds of files.
    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>
    /// What a Program.cs with these blocks does: the statements about <c>builder</c>, its <c>Build()</c>, then the others in their order.
    /// A statement that two blocks have is there once.
    /// </summary>
    public static Func<WebApplicationBuilder, WebApplication> Program(params string[] blocks)
    {
        var (usings, statements) = ("", new List<string>());
        foreach (var root in blocks.Select(block => CSharpSyntaxTree.ParseText(block).GetCompilationUnitRoot()))
        {
            usings += root.Usings.ToFullString() + "\n";
            statements.AddRange(root.Members.Cast<GlobalStatementSyntax>().Select(statement => statement.ToString()));
        }

        var services = statements.Distinct().ToLookup(statement => statement.StartsWith("builder.", StringComparison.Ordinal));
        var source = $$"""
            {{usings}}
            public static class Recipe
            {
                public static WebApplication Build(WebApplicationBuilder builder)
                {
                    {{string.Join('\n', services[true])}}
                    var app = builder.Build();
                    {{string.Join('\n', services[false])}}
                    return app;
                }
            }
            """;
        return Compile(source).GetType("Recipe")!.GetMethod("Build")!.CreateDelegate<Func<WebApplicationBuilder, WebApplication>>();
    }

    /// <summary>Blocks that declare types, as files of one project.</summary>
    public static Assembly Compile(params string[] files)
    {
        var compilation = CSharpCompilation.Create(
            "Recipe", files.Select(file => CSharpSyntaxTree.ParseText(Usings + file)), References.Value, new(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString()));
        assembly.Position = 0;
        return new AssemblyLoadContext("Recipe", isCollectible: true).LoadFromStream(assembly);
    }
}
