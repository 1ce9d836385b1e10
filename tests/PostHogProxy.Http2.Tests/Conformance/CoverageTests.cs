using System.Reflection;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>That each section with a rule for clients has cases, and each case its section.</summary>
public sealed class CoverageTests
{
    private static readonly string[] Sections =
    [
        "9113 3.4", "9113 4.1", "9113 4.2", "9113 4.3", "9113 5.1", "9113 5.1.1", "9113 5.1.2", "9113 5.3.2", "9113 5.4.1", "9113 5.4.2", "9113 5.5",
        "9113 6.1", "9113 6.2", "9113 6.3", "9113 6.4", "9113 6.5", "9113 6.5.2", "9113 6.5.3", "9113 6.6", "9113 6.7", "9113 6.8", "9113 6.9", "9113 6.9.1",
        "9113 6.9.2", "9113 6.10", "9113 8.1", "9113 8.1.1", "9113 8.2.1", "9113 8.2.2", "9113 8.3", "9113 8.3.1", "9113 8.3.2", "9113 8.6", "9113 10.5",
        "9113 10.5.1", "7541 2.3.3", "7541 4.2", "7541 4.4", "7541 5.1", "7541 5.2", "7541 6.1", "7541 6.2.1", "7541 6.2.2", "7541 6.2.3", "7541 6.3",
        "7541 A", "7541 B", "7541 7.1.3",
    ];

    [Fact]
    public void Each_section_has_cases_and_each_case_its_section()
    {
        var cases = typeof(CoverageTests).Assembly.GetTypes()
            .Where(static type => type.Namespace == typeof(CoverageTests).Namespace && type != typeof(CoverageTests))
            .SelectMany(static type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(static method => method.GetCustomAttribute<FactAttribute>() is not null)
            .SelectMany(static method => SectionsOf(method).Select(section => (method.Name, Section: section)))
            .ToList();

        Assert.All(cases, static one => Assert.True(one.Section is not null, $"{one.Name} names no section."));
        Assert.Empty(Sections.Except(cases.Select(static one => one.Section!)));
        Assert.True(cases.Count >= 150, $"There are {cases.Count} cases.");
    }

    private static IEnumerable<string?> SectionsOf(MethodInfo method)
    {
        var own = method.GetCustomAttribute<RfcAttribute>()?.Section;
        if (method.GetCustomAttribute<MemberDataAttribute>() is { } data)
        {
            var rows = (IEnumerable<TheoryDataRow<string>>)method.DeclaringType!.GetProperty(data.MemberName)!.GetValue(null)!;
            return rows.Select(row => own ?? (row.Traits.TryGetValue(RfcAttribute.Name, out var sections) ? sections.Single() : null));
        }

        return Enumerable.Repeat(own, Math.Max(1, method.GetCustomAttributes<InlineDataAttribute>().Count()));
    }
}
