using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Tests.Reading;

public sealed class LoadingTests
{
    private const string Route = "routes:\n- {from: https://a.test, to: http://a, %}\n";

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            void Add(string kind, string form, IEnumerable<string> texts)
            {
                foreach (var text in texts)
                {
                    rows.Add(kind, form.Replace("%", text, StringComparison.Ordinal));
                }
            }

            Add("enumerations of a route", Route, LoadingCases.RouteEnumerations);
            Add("enumerations of the file", "%\n", LoadingCases.FileEnumerations);
            Add("booleans of the file", "%\n", LoadingCases.Booleans);
            Add("booleans of a route", Route, LoadingCases.RouteBooleans);
            Add("durations", "%\n", LoadingCases.Durations);
            Add("numbers of the file", "%\n", LoadingCases.Numbers);
            Add("numbers of a route", Route, LoadingCases.RouteNumbers);
            Add("texts, lists and mappings of a route", Route, LoadingCases.RouteTexts);
            Add("texts, lists and mappings of the file", "%\n", LoadingCases.FileTexts);
            Add("health", Route, LoadingCases.Health);
            Add("a route", Route.Replace("to: http://a, ", "", StringComparison.Ordinal), LoadingCases.Routes.Where(text => text.Contains("to⟧", StringComparison.Ordinal)));
            Add("a route", Route, LoadingCases.Routes.Where(text => !text.Contains("to⟧", StringComparison.Ordinal)));
            Add("options", "%\n", LoadingCases.Options);
            Add("identity providers", "%\n", LoadingCases.Providers);
            Add("upstreams", "routes:\n- {from: https://a.test, to: %}\n", LoadingCases.Upstreams);
            Add("files", "%", LoadingCases.Files);
            return rows;
        }
    }

    // A bare number for a duration loads and is nanoseconds: it is marked too, and told.
    [Theory]
    [MemberData(nameof(Rows))]
    public void Pomerium_loads_a_file_or_does_not_and_the_value_is_named(string kind, string marked)
    {
        var (text, places) = Unmarked(marked);

        var found = PomeriumChecks.Of(PomeriumConfiguration.Read(text)).Where(finding => finding.Message.Contains("does not load", StringComparison.Ordinal)
            || finding.Message.Contains("does not start", StringComparison.Ordinal) || finding.Message.Contains("reads nanoseconds", StringComparison.Ordinal)).ToList();

        Assert.True(
            places.SequenceEqual(found.Select(finding => (finding.Range!.Value.Start, text.Substring(finding.Range.Value.Start, finding.Range.Value.Length)))),
            $"{kind}: {marked}\n{string.Join("\n", found.Select(finding => $"{finding.Id} {finding.Range} '{text.Substring(finding.Range!.Value.Start, finding.Range.Value.Length)}' {finding}"))}");
    }

    private static (string Text, IReadOnlyList<(int, string)> Places) Unmarked(string marked)
    {
        var places = new List<(int, string)>();
        for (var open = marked.IndexOf('⟦', StringComparison.Ordinal); open >= 0; open = marked.IndexOf('⟦', StringComparison.Ordinal))
        {
            var close = marked.IndexOf('⟧', StringComparison.Ordinal);
            places.Add((open, marked[(open + 1)..close]));
            marked = marked.Remove(close, 1).Remove(open, 1);
        }

        return (marked, places);
    }
}
