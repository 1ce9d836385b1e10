using Microsoft.CodeAnalysis;
using PostHogProxy.Analyzers.Endpoints;

namespace PostHogProxy.Analyzers.Settings;

/// <summary>PostHog's .NET SDK in the app. Without it, section <c>PostHog</c> is the app's own and nothing is known of it.</summary>
/// <param name="HostIsRead">Whether code of the app's may read <c>PostHog:Host</c> itself, or the section into a class of its own.</param>
internal sealed record ServerSdk(bool HostIsRead)
{
    public static ServerSdk? Find(Compilation compilation, CancellationToken cancellation)
    {
        if (!compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name is "PostHog" or "PostHog.AspNetCore"))
        {
            return null;
        }

        var trees = new SourceTrees(compilation);
        return new(trees.Contain("PostHog:Host\"", cancellation) || trees.Contain("GetSection(\"PostHog\")", cancellation));
    }
}
