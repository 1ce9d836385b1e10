using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>
/// One way to set PostHog up, with what must be read marked in it: «c:posthog.init», «t:phc_…», «a:/k3fw», «u:https://…».
/// </summary>
/// <param name="Name">What it shows.</param>
/// <param name="Marked">The text with its marks.</param>
/// <param name="Unknown">The letters of what is there but cannot be read; what is neither marked nor here is absent.</param>
/// <param name="Value">The value where it is not the marked text: <c>a=/k3fw</c>.</param>
public sealed record Shape(string Name, string Marked, string Unknown = "", string? Value = null)
{
    public string Text => Parse().Text;

    public override string ToString() => Name;

    internal void Check(ClientLanguage language)
    {
        var (text, marks) = Parse();
        var setup = Assert.Single(ClientSetups.Find(text, language));

        Assert.Equal(marks['c'], setup.Range);
        CheckOne('t', setup.Token, text, marks);
        CheckOne('a', setup.ApiHost, text, marks);
        CheckOne('u', setup.UiHost, text, marks);
    }

    private void CheckOne(char letter, ClientSetting setting, string text, Dictionary<char, TextRange> marks)
    {
        var expected = marks.ContainsKey(letter) ? SettingState.Known : Unknown.Contains(letter) ? SettingState.Unknown : SettingState.Absent;
        Assert.True(expected == setting.State, $"{letter} is {setting.State} ({setting.Value}) instead of {expected}");
        if (marks.TryGetValue(letter, out var range))
        {
            Assert.Equal(range, setting.Range);
            var value = Value?.StartsWith(letter + "=", StringComparison.Ordinal) == true ? Value[2..] : text.Substring(range.Start, range.Length);
            Assert.Equal(value, setting.Value);
        }
        else
        {
            Assert.Null(setting.Value);
        }
    }

    private (string Text, Dictionary<char, TextRange> Marks) Parse()
    {
        var marks = new Dictionary<char, TextRange>();
        var text = Marked;
        for (var open = text.IndexOf('«', StringComparison.Ordinal); open >= 0; open = text.IndexOf('«', StringComparison.Ordinal))
        {
            var close = text.IndexOf('»', StringComparison.Ordinal);
            marks[text[open + 1]] = new(open, close - open - 3);
            text = text[..open] + text[(open + 3)..close] + text[(close + 1)..];
        }

        return (text, marks);
    }
}
