using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace PostHogProxy.Analyzers.Tests;

/// <summary>The apps that are compiled in the tests, and what they are compiled with.</summary>
internal static class App
{
    private const string Opening = """
        using System;
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Routing;
        using Microsoft.Extensions.DependencyInjection;
        using PostHogProxy;


        """;

    public static ReferenceAssemblies Framework { get; } = new("net10.0");

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(PostHogProxyAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <summary>A program whose statements stand between the making of <c>app</c> and its run.</summary>
    public static string Program(string statements) => $"{Opening}var app = WebApplication.Create();\n{statements}\napp.Run();\n";

    public static string File(string members) => Opening + members;

    /// <summary>The references of an ASP.NET Core app: the framework the tests run on, and the packages.</summary>
    public static IEnumerable<MetadataReference> References(bool withPackage) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal)
                || path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal)
                || (withPackage && (Path.GetFileName(path) is "PostHogProxy.Middleware.dll" or "PostHogProxy.Rules.dll" or "StackExchange.Redis.dll"
                    || Path.GetFileName(path).StartsWith("PostHogProxy.Outbox", StringComparison.Ordinal))))
            .Select(path => MetadataReference.CreateFromFile(path));
}
