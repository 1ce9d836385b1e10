using System.Globalization;
using Microsoft.CodeAnalysis;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>
/// What a class library says of a proxy that one of its methods maps, such as <c>MapAnalytics(this IEndpointRouteBuilder)</c>. It stands in
/// the library's assembly as <c>AssemblyMetadata("PostHogProxy.Map", …)</c>, written when the library is compiled and read when the app is:
/// <c>1;method=M:Shared.Mapping.MapAnalytics(…);builder=0;prefix=;path=%2Fq7wz4;region=Eu;hosts=</c>. What is not known is not there.
/// </summary>
internal sealed record LibraryMap
{
    public const string Key = "PostHogProxy.Map";

    // A form that a later package writes is not this one's to guess.
    private const string Version = "1";

    /// <summary>The method's documentation id; null where no method is known to map it.</summary>
    public string? Method { get; init; }

    /// <summary>Which of its parameters is the route builder.</summary>
    public int? Builder { get; init; }

    /// <summary>The groups of the method's own; null where they are not known.</summary>
    public string? Prefix { get; init; }

    public string? Path { get; init; }

    /// <summary>The parameter that holds the path.</summary>
    public int? PathParameter { get; init; }

    /// <summary>The name in section <c>PostHogProxy:Maps</c> of the app's settings, empty for the unnamed section.</summary>
    public string? Section { get; init; }

    public PostHogRegion? Region { get; init; }

    /// <summary>The section of the app's settings that holds the region.</summary>
    public string? RegionSection { get; init; }

    /// <summary>The parameter that holds the region.</summary>
    public int? RegionParameter { get; init; }

    public bool IsSelfHosted { get; init; }

    /// <summary>What the method requires of the host; empty for nothing; null where it is not known.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Whether the method returns the proxy's own builder.</summary>
    public bool IsReturned { get; init; }

    /// <summary>The section whose settings the library's code changes, <c>*</c> for any; then this is no proxy.</summary>
    public string? ChangedOptions { get; init; }

    /// <summary>Whether it says that the library maps nothing.</summary>
    public bool IsNothing { get; init; }

    /// <summary>What an assembly says; null where it says nothing, or in a form that is not known.</summary>
    public static IReadOnlyList<LibraryMap>? Of(IAssemblySymbol assembly)
    {
        var values = assembly.GetAttributes()
            .Where(static attribute => attribute.AttributeClass?.Name == "AssemblyMetadataAttribute" && attribute.ConstructorArguments.Length == 2
                && attribute.ConstructorArguments[0].Value as string == Key)
            .Select(static attribute => attribute.ConstructorArguments[1].Value as string ?? "")
            .ToList();
        var maps = values.Select(Parse).ToList();
        return maps.Count == 0 || maps.Contains(null) ? null : [.. maps.OfType<LibraryMap>()];
    }

    public override string ToString()
    {
        (string Name, string? Value)[] fields = IsNothing ? [] :
        [
            ("options", ChangedOptions), ("method", Method), ("builder", Text(Builder)), ("prefix", Prefix), ("path", Path), ("pathFrom", Text(PathParameter)),
            ("section", Section), ("region", Region?.ToString()), ("regionFrom", Text(RegionParameter)), ("regionOf", RegionSection), ("own", IsSelfHosted ? "true" : null),
            ("returned", IsReturned ? "true" : null), ("hosts", Hosts is null ? null : string.Join(",", Hosts)), ("unknown", ChangedOptions is null && Method is null ? "true" : null),
        ];
        return string.Concat(fields.Where(static field => field.Value is not null).Select(static field => $";{field.Name}={Uri.EscapeDataString(field.Value!)}").Prepend(Version));
    }

    private static LibraryMap? Parse(string text)
    {
        var parts = text.Split(';');
        if (parts[0] != Version)
        {
            return null;
        }

        var map = new LibraryMap { IsNothing = parts.Length == 1 };
        foreach (var part in parts.Skip(1))
        {
            var equals = part.IndexOf('=');
            var value = Uri.UnescapeDataString(part.Substring(equals + 1));
            map = part.Substring(0, Math.Max(equals, 0)) switch
            {
                "options" => map with { ChangedOptions = value },
                "method" => map with { Method = value },
                "builder" => map with { Builder = Number(value) },
                "prefix" => map with { Prefix = value },
                "path" => map with { Path = value },
                "pathFrom" => map with { PathParameter = Number(value) },
                "section" => map with { Section = value },
                "region" => map with { Region = Enum.TryParse<PostHogRegion>(value, out var region) ? region : null },
                "regionFrom" => map with { RegionParameter = Number(value) },
                "regionOf" => map with { RegionSection = value },
                "own" => map with { IsSelfHosted = value == "true" },
                "returned" => map with { IsReturned = value == "true" },
                "hosts" => map with { Hosts = value.Split([','], StringSplitOptions.RemoveEmptyEntries) },
                _ => map,
            };
        }

        return map;
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
