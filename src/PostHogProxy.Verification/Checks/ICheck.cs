namespace PostHogProxy.Verification.Checks;

/// <summary>Looks at one thing about a proxy.</summary>
internal interface ICheck
{
    string Name { get; }

    Task<CheckResult> RunAsync(Inspection inspection, CancellationToken cancellationToken);
}
