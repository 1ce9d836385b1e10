using Microsoft.Extensions.Options;

namespace PostHogProxy.Options;

/// <summary>What the call of <c>MapPostHogProxy</c> itself says; null where its overload leaves it to configuration.</summary>
internal sealed record MapArguments(string? Pattern = null, PostHogRegion? Region = null, Uri? Origin = null)
{
    /// <exception cref="OptionsValidationException">Configuration names another region than the call.</exception>
    public void Apply(PostHogProxyOptions options)
    {
        if (Region is not null && options.Region is not null && options.Region != Region)
        {
            throw new OptionsValidationException("", typeof(PostHogProxyOptions),
            [
                $"Region is {options.Region} in configuration and {Region} in the call of MapPostHogProxy. PostHog answers 200 to "
                + "events of a project of the other region and drops them, so one of the two would lose everything: remove one.",
            ]);
        }

        options.Path = Pattern ?? options.Path;
        options.Region = Region ?? options.Region;
        if (Origin is not null)
        {
            options.IngestOrigin = Origin;

            // The region of a self-hosted PostHog is none; one left in the section would claim otherwise.
            options.Region = null;
        }
    }

    public override string ToString() => Pattern is null ? "from configuration" : $"at '{Pattern}'";
}
