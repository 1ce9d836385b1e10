namespace PostHogProxy.Pomerium.Tests.Differential;

/// <summary>Style 0 writes plainly; every other one chooses among the ways to write, the same ones each time.</summary>
internal sealed class YamlStyle(int style)
{
    private readonly Random? _random = style == 0 ? null : new(style);

    public bool IsPlain => _random is null;

    public bool Chance(int oneIn) => _random is not null && _random.Next(oneIn) == 0;

    public string Pick(params string[] choices) => _random is null ? choices[0] : choices[_random.Next(choices.Length)];
}
