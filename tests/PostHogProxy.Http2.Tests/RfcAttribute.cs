using Xunit.v3;

namespace PostHogProxy.Http2.Tests;

/// <summary>The section that a test holds the client to: number of the RFC and of the section.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RfcAttribute(string section) : Attribute, ITraitAttribute
{
    public const string Name = "RFC";

    public string Section => section;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new(Name, section)];
}
