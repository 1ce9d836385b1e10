using System.Collections;

namespace PostHogProxy.Http2.Tests;

/// <summary>The cases of a theory by their names, each with its section.</summary>
internal sealed class CaseTable<T> : IEnumerable<string>
{
    private readonly Dictionary<string, (string Section, T Case)> _cases = [];

    public T this[string name] => _cases[name].Case;

    public IEnumerable<TheoryDataRow<string>> Rows => _cases.Select(static one => new TheoryDataRow<string>(one.Key).WithTrait(RfcAttribute.Name, one.Value.Section));

    public void Add(string section, string name, T one) => _cases.Add($"{section}: {name}", (section, one));

    public IEnumerator<string> GetEnumerator() => _cases.Keys.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
