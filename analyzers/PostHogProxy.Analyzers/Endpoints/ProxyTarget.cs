using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Analyzers.Endpoints;

/// <summary>Where a proxy sends.</summary>
/// <param name="Region">The region; null where it is not known, or where it is a PostHog of the team's own.</param>
/// <param name="IsSelfHosted">Whether it is a PostHog of the team's own.</param>
internal sealed record ProxyTarget(PostHogRegion? Region, bool IsSelfHosted)
{
    public static readonly ProxyTarget Unknown = new(null, false);

    /// <summary>The constant of an enumeration as the compiler has it; null where it is no region.</summary>
    public static PostHogRegion? RegionOf(object? constant) =>
        constant is int number && (PostHogRegion)number is PostHogRegion.Us or PostHogRegion.Eu ? (PostHogRegion)number : null;

    /// <summary>A host of PostHog's own is the cloud under another name; any other address, known or not, is the team's. Null: none is named.</summary>
    public static ProxyTarget? OfOrigin(IOperation origin)
    {
        var value = origin.Unconverted();
        if (value.ConstantValue is { HasValue: true, Value: null })
        {
            return null;
        }

        var url = value is IObjectCreationOperation { Arguments.Length: > 0 } creation ? creation.Arguments[0].Value.ConstantValue.Value as string : null;
        var region = url is null ? null : PostHogHost.OfUrl(url).Region;
        return new(region, region is null);
    }
}
