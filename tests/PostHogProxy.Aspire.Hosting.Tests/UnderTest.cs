using Aspire.Hosting.Eventing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace PostHogProxy.Aspire.Hosting.Tests;

/// <summary>What an AppHost does at its start with one resource, and with the variables of an app, without the orchestrator.</summary>
internal static class UnderTest
{
    /// <param name="app">The AppHost.</param>
    /// <param name="posthog">The resource that starts.</param>
    public static Task InitializeAsync(this DistributedApplication app, IResourceBuilder<PostHogStandInResource> posthog)
    {
        var eventing = app.Services.GetRequiredService<IDistributedApplicationEventing>();
        return eventing.PublishAsync(
            new InitializeResourceEvent(posthog.Resource, eventing, app.Services.GetRequiredService<ResourceLoggerService>(), app.ResourceNotifications, app.Services),
            TestContext.Current.CancellationToken);
    }

    /// <summary>Those of the proxy that the app's process gets.</summary>
    /// <param name="app">The AppHost.</param>
    /// <param name="resource">The app.</param>
    public static async Task<Dictionary<string, string>> VariablesAsync(this DistributedApplication app, IResource resource)
    {
        var result = await ExecutionConfigurationBuilder.Create(resource).WithEnvironmentVariablesConfig().BuildAsync(
            app.Services.GetRequiredService<DistributedApplicationExecutionContext>(), NullLogger.Instance, TestContext.Current.CancellationToken);
        if (result.Exception is { } failure)
        {
            throw failure;
        }

        return result.EnvironmentVariables.Where(each => each.Key.StartsWith("PostHog", StringComparison.OrdinalIgnoreCase)).ToDictionary();
    }

    /// <summary>What the dashboard shows.</summary>
    public static CustomResourceSnapshot Shown(this DistributedApplication app, IResourceBuilder<PostHogStandInResource> posthog)
    {
        Assert.True(app.ResourceNotifications.TryGetCurrentState(posthog.Resource.Name, out var now));
        return now.Snapshot;
    }
}
