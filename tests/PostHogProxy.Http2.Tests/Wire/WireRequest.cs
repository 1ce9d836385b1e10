namespace PostHogProxy.Http2.Tests.Wire;

/// <summary>A request as the server has read it.</summary>
internal sealed record WireRequest(uint Stream, IReadOnlyList<(string Name, string Value)> Fields, byte[] Body)
{
    public string this[string name] => Fields.Single(field => field.Name == name).Value;
}
