using System.Text;
using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Tests.Checks;

/// <summary>
/// A configuration with its expected findings marked where they are: <c>⟦PHX4010|true⟧</c>. A marked place may have another inside.
/// Abbreviations keep what a case is not about out of sight.
/// </summary>
internal sealed class MarkedText
{
    private static readonly (string Short, string Long)[] Abbreviations =
    [
        // Two clean assets routes of the host of the cases.
        ("%ASSETS", "- {name: static, from: https://e.test, to: https://us-assets.i.posthog.com, prefix: /static/, %CLEAN}\n- {name: array, from: https://e.test, to: https://us-assets.i.posthog.com, prefix: /array/, %CLEAN}\n"),
        ("%MAIN", "- {name: main, %HOST, %CLEAN}\n"),
        ("%HOST", "from: https://e.test, to: https://us.i.posthog.com"),
        ("%CLEAN", "%PUBLIC, %QUIET"),
        ("%PUBLIC", "allow_public_unauthenticated_access: true"),
        ("%QUIET", "pass_identity_headers: false, remove_request_headers: [Cookie]"),
        ("%APP", "{name: app, from: https://e.test, to: http://app:8080, allow_any_authenticated_user: true}"),
    ];

    private MarkedText(string text, IReadOnlyList<string> expected)
    {
        Text = text;
        Expected = expected;
    }

    public string Text { get; }

    /// <summary>Id, place and the text there, in the order of the file.</summary>
    public IReadOnlyList<string> Expected { get; }

    public IReadOnlyList<string> Actual =>
        [.. PomeriumChecks.Of(PomeriumConfiguration.Read(Text)).Select(f => Show(f.Id, f.Range!.Value.Start, Text.Substring(f.Range.Value.Start, f.Range.Value.Length)))];

    public static MarkedText Parse(string marked)
    {
        foreach (var (shortened, text) in Abbreviations)
        {
            marked = marked.Replace(shortened, text, StringComparison.Ordinal);
        }

        var plain = new StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var found = new List<(string Id, int Start, int End)>();
        for (var i = 0; i < marked.Length; i++)
        {
            switch (marked[i])
            {
                case '⟦':
                    var bar = marked.IndexOf('|', i);
                    open.Push((marked[(i + 1)..bar], plain.Length));
                    i = bar;
                    break;
                case '⟧':
                    var (id, start) = open.Pop();
                    found.Add((id, start, plain.Length));
                    break;
                default:
                    plain.Append(marked[i]);
                    break;
            }
        }

        var result = plain.ToString();
        return new(result, [.. found.OrderBy(f => f.Start).ThenBy(f => f.Id, StringComparer.Ordinal).Select(f => Show(f.Id, f.Start, result[f.Start..f.End]))]);
    }

    private static string Show(string id, int start, string text) => $"{id}@{start}: {text}";
}
