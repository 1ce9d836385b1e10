namespace PostHogProxy.Architecture.Tests.Reading;

/// <summary>One type of a project that names another of the same project, in another room.</summary>
internal sealed record Arrow(string From, string FromRoom, string To, string ToRoom)
{
    public override string ToString() => $"{FromRoom}: {From} -> {ToRoom}: {To}";
}
