using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Aspire.Hosting;

namespace Aspire.Hosting;

/// <summary>Adds a PostHog on this machine to an AppHost, and points apps to it.</summary>
public static class PostHogStandInBuilderExtensions
{
    private const string Section = "PostHogProxy";

    /// <summary>
    /// Adds a stand-in for PostHog: it takes what your apps send, serves the real posthog-js, and shows in the dashboard what came. It runs while
    /// the AppHost runs. What you publish doesn't have it.
    /// </summary>
    /// <param name="builder">The AppHost.</param>
    /// <param name="name">The resource's name, such as <c>posthog</c>.</param>
    /// <param name="port">Its port on 127.0.0.1; null takes any free one.</param>
    /// <param name="panelPort">The port of the page that shows what came; null takes any free one.</param>
    /// <returns>The resource, for <c>WithReference</c>.</returns>
    /// <example>
    /// <code>
    /// var posthog = builder.AddPostHogStandIn("posthog");
    /// builder.AddProject&lt;Projects.Shop&gt;("shop").WithReference(posthog);
    /// </code>
    /// </example>
    public static IResourceBuilder<PostHogStandInResource> AddPostHogStandIn(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null, int? panelPort = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var resource = new PostHogStandInResource(name, Checked(port, nameof(port)), Checked(panelPort, nameof(panelPort)));

        // The container ends it after all hosted services, and so after the apps: what they send while they stop still arrives.
        builder.Services.AddKeyedSingleton(resource, (_, _) => new StandInServers());
        return builder.AddResource(resource)
            .ExcludeFromManifest()
            .WithInitialState(new() { ResourceType = "PostHogStandIn", State = KnownResourceStates.NotStarted, Properties = [] })
            .OnInitializeResource(StandInStart.RunAsync);
    }

    /// <summary>
    /// Sends the events of an app to the stand-in: sets <c>PostHogProxy__IngestOrigin</c> of its process. The app starts once the stand-in has.
    /// What you publish isn't changed.
    /// </summary>
    /// <remarks>An origin that the app sets in code wins over it. A container can't reach the stand-in, and doesn't start.</remarks>
    /// <param name="builder">The app.</param>
    /// <param name="posthog">The stand-in.</param>
    /// <param name="proxyName">The name of the app's proxy, if it has one: <c>PostHogProxy__Maps__{name}__IngestOrigin</c> is set then.</param>
    /// <returns>The same app.</returns>
    /// <typeparam name="TDestination">The kind of app.</typeparam>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<PostHogStandInResource> posthog, string? proxyName = null)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(posthog);
        if (proxyName is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(proxyName);
        }

        var variable = proxyName is null ? $"{Section}__IngestOrigin" : $"{Section}__Maps__{proxyName}__IngestOrigin";
        return builder
            .WithReferenceRelationship(posthog.Resource)
            .WithEnvironment(context => PointAsync(context, variable, posthog.Resource));
    }

    private static async Task PointAsync(EnvironmentCallbackContext context, string variable, PostHogStandInResource posthog)
    {
        // An app in production would send its events to nobody.
        if (context.ExecutionContext.IsPublishMode)
        {
            return;
        }

        if (context.Resource.IsContainer())
        {
            throw new DistributedApplicationException(
                $"The container '{context.Resource.Name}' can't reach '{posthog.Name}', which listens on 127.0.0.1 of this machine alone. Add the app with AddProject, or leave WithReference out.");
        }

        var standIn = await posthog.StandIn.WaitAsync(context.CancellationToken).ConfigureAwait(false);
        context.EnvironmentVariables[variable] = standIn.Origin.GetLeftPart(UriPartial.Authority);
    }

    private static int Checked(int? port, string parameter) => port switch
    {
        null => 0,
        >= 1 and <= 65535 => port.Value,
        _ => throw new ArgumentOutOfRangeException(parameter, port, $"A port is from 1 to 65535, not {port}. Leave it out for any free one."),
    };
}
