using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>The health check <c>posthog-outbox</c>: degraded where something waits long, where there is little room, or where nothing can be kept.</summary>
internal sealed class OutboxHealthCheck(OutboxState state, IOptions<PostHogOutboxOptions> options, TimeProvider time) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var content = state.Content;
        var data = new Dictionary<string, object>
        {
            ["entries"] = content.Entries,
            ["bytes"] = content.Bytes,
            ["dead"] = content.Dead,
        };
        var words = OutboxWords.Of(state, content, options.Value, time);
        return Task.FromResult(words is null
            ? HealthCheckResult.Healthy($"{content.Entries} PostHog request(s) wait.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, words, data: data));
    }
}
