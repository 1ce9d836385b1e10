namespace PostHogProxy.Verification;

/// <summary>Asks an installation whether it knows a project, by <c>/array/&lt;token>/config</c>: 404 where it does not.</summary>
internal sealed class ProjectLookup(HttpMessageInvoker invoker, TimeSpan? timeout = null)
{
    private readonly Probe _probe = new(invoker, timeout);

    public async Task<Standing> AskAsync(Installation installation, string token, CancellationToken cancellationToken)
    {
        var unclear = new List<string>();
        foreach (var origin in installation.Origins)
        {
            var answer = await _probe.AskAsync(new Uri(origin, $"/array/{Uri.EscapeDataString(token)}/config"), firstByteOnly: false, cancellationToken)
                .ConfigureAwait(false);
            switch (answer)
            {
                case { Status: 200, IsPage: false }:
                    return Standing.Known;
                case { Status: 404 }:
                    return Standing.Unknown;
                default:
                    unclear.Add(answer.ToString());
                    break;
            }
        }

        return new(null, string.Join(", ", unclear));
    }
}

/// <summary>Whether an installation knows a project; null where nobody gave a clear answer, and why.</summary>
internal readonly record struct Standing(bool? IsKnown, string Cause)
{
    public static readonly Standing Known = new(true, "");
    public static readonly Standing Unknown = new(false, "");
}
