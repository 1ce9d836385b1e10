using Microsoft.CodeAnalysis;
using PostHogProxy.Analyzers.Endpoints;

namespace PostHogProxy.Analyzers.Sdk;

/// <summary>PostHog's .NET SDK in the app. Without it, section <c>PostHog</c> is the app's own and nothing is known of it.</summary>
/// <param name="HostIsRead">Whether code of the app's may read <c>PostHog:Host</c> itself, or the section into a class of its own.</param>
internal sealed record ServerSdk(bool HostIsRead)
{
    // However the section is reached (GetSection, BindConfiguration, a constant), its name stands somewhere.
    private static readonly string[] ReadingHost = ["\"PostHog:Host\"", "\"PostHog\"", "\"PostHog:\"", "nameof(PostHog)"];

    public static ServerSdk? Find(Compilation compilation, CancellationToken cancellation)
    {
        if (!compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name is "PostHog" or "PostHog.AspNetCore"))
        {
            return null;
        }

        return new(new SourceTrees(compilation).Contain(ReadingHost, cancellation));
    }
}
