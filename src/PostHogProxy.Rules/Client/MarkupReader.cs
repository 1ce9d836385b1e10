namespace PostHogProxy.Rules.Client;

/// <summary>
/// Finds the scripts in a page: script blocks, inline handlers, attributes of components. What stands between tags is text, whatever it
/// says.
/// </summary>
internal sealed class MarkupReader
{
    // A consent tool keeps a script back as text/plain and runs it later.
    private static readonly string[] ScriptTypes =
        ["", "module", "text/javascript", "application/javascript", "text/plain", "text/babel", "text/partytown", "text/typescript"];

    // What turns a text of an expression into markup: Svelte, Razor, Astro, a script.
    private static readonly string[] Markup = ["@html", "Raw(", "MarkupString", "HtmlString", "set:html", "innerHTML", "document.write"];

    private const int LongestCall = 40;

    // What stands in these is text, or is left out where scripts run.
    private static readonly string[] NoMarkup = ["style", "textarea", "title", "xmp", "noscript"];

    private readonly string _text;
    private readonly ScriptView _view;
    private readonly ReadingSteps _steps;
    private readonly List<ClientSetup> _found;
    private int _at;

    private MarkupReader(string text, ScriptView view, ReadingSteps steps, List<ClientSetup> found) =>
        (_text, _view, _steps, _found, _at) = (text, view, steps, found, view.Start);

    public static void Find(string text, ScriptView view, ReadingSteps steps, List<ClientSetup> found)
    {
        var reader = new MarkupReader(text, view, steps, found);
        reader.ReadFrontmatter();
        while (reader._at < view.End)
        {
            reader.ReadNext();
        }
    }

    /// <summary>What stands between two lines of dashes at the top of an .astro file is script, and runs on the server.</summary>
    private void ReadFrontmatter()
    {
        const string Mark = "---";
        var start = _at;
        while (start < _view.End && (char.IsWhiteSpace(_text[start]) || _text[start] == '\uFEFF'))
        {
            start++;
        }

        if (_view.Level == 0 && start + Mark.Length <= _view.End && string.CompareOrdinal(_text, start, Mark, 0, Mark.Length) == 0
            && _text.IndexOf("\n" + Mark, start, _view.End - start, StringComparison.Ordinal) is > 0 and var end)
        {
            ScriptReader.Find(_text, _view with { Start = start + Mark.Length, End = end, HasJsx = false }, _steps, _found);
            _at = end + Mark.Length + 1;
        }
    }

    private void ReadNext()
    {
        var next = _text.IndexOfAny(['<', '@'], _at, _view.End - _at);
        var start = next < 0 ? _view.End : next;
        _steps.Take(start - _at + 1);
        _at = start;
        if (next < 0)
        {
            return;
        }

        if (Starts("<!--"))
        {
            SkipBehind("-->");
        }
        else if (Starts("@*"))
        {
            SkipBehind("*@");
        }
        else if (_text[_at] == '<' && _at + 1 < _view.End && char.IsLetter(_text[_at + 1]))
        {
            ReadElement();
        }
        else
        {
            _at++;
        }
    }

    private void ReadElement()
    {
        var tag = MarkupTag.Read(_text, _at, _view.End, _steps);
        _at = tag.End;
        if (tag.IsNamed("script"))
        {
            ReadBlock(tag);
        }
        else if (NoMarkup.Contains(tag.Name, StringComparer.OrdinalIgnoreCase))
        {
            // <textarea /> of Vue and Svelte has nothing in it.
            _at = tag.IsClosed ? tag.End : EndOfBlock(tag.Name);
        }
        else
        {
            ReadAttributes(tag);
        }
    }

    private void ReadBlock(MarkupTag tag)
    {
        // <script src="…" /> of Vue and Svelte has nothing in it.
        var end = tag.IsClosed && tag.Value("src").Length > 0 ? tag.End : EndOfBlock("script");
        var type = tag.Value("type");
        var language = tag.Value("lang");

        // A script with a src runs that file, and not what stands in it.
        if (ScriptTypes.Contains(type, StringComparer.OrdinalIgnoreCase) && tag.Value("src").Length == 0 && !IsShown(tag.Start))
        {
            var hasJsx = language is "tsx" or "jsx" || type == "text/babel";
            ScriptReader.Find(_text, _view with { Start = _at, End = end, HasJsx = hasJsx }, _steps, _found);
        }

        _at = end;
    }

    /// <summary>
    /// Whether the element is a text in an expression of the page, <c>&lt;pre&gt;{`&lt;script&gt;…`}&lt;/pre&gt;</c>: such a text is shown, but for what
    /// makes markup of it.
    /// </summary>
    private bool IsShown(int start)
    {
        if (_view.Level > 0 || start <= _view.Start || _text[start - 1] is not ('"' or '\'' or '`'))
        {
            return false;
        }

        var from = Math.Max(_view.Start, start - LongestCall);
        return !Markup.Any(name => _text.IndexOf(name, from, start - from, StringComparison.Ordinal) >= 0);
    }

    private void ReadAttributes(MarkupTag tag)
    {
        var component = tag.Name.IndexOf("posthog", 0, StringComparison.OrdinalIgnoreCase) >= 0
            ? new ComponentSetup(new(tag.Start + 1, tag.Name.Length)) { IsSnippet = SnippetTags.IsOne(tag.Name) }
            : null;
        foreach (var attribute in tag.Attributes)
        {
            if (component is not null && attribute.IsSpread)
            {
                // Checked before the handlers, because Blazor's @attributes starts with @ too.
                component.HasSpread = true;
            }
            else if (IsHandler(attribute.Name))
            {
                ScriptReader.Find(_text, _view with { Start = attribute.Value.Start, End = attribute.Value.End }, _steps, _found);
            }
            else if (component is not null && ComponentSetup.Meaning(attribute.Name) is { } meaning)
            {
                Set(component, meaning, attribute);
            }
        }

        if (component?.Build(isTheSdks: false) is { } setup)
        {
            _found.Add(setup);
        }
    }

    private void Set(ComponentSetup component, string meaning, MarkupAttribute attribute)
    {
        if (meaning == "options")
        {
            component.Set(ScriptReader.Options(_text, attribute.Value, _steps));
        }
        else if (attribute.IsExpression)
        {
            component.Set(meaning, ScriptReader.Value(_text, attribute.Value, _steps));
        }
        else
        {
            var range = attribute.Value;
            component.Set(meaning, new(SettingState.Known, _text.Substring(range.Start, range.Length), range));
        }
    }

    private static bool IsHandler(string name) =>
        name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("v-on:", StringComparison.Ordinal)
        || (name.Length > 0 && name[0] is '@' or '(');

    /// <summary>
    /// Where <c>&lt;/name</c> stands. <c>&lt;\/name</c> is how a script writes it inside a script, and text to a browser. It ends the element
    /// where no <c>&lt;/name</c> comes before the next element: then the element itself stands in a literal.
    /// </summary>
    private int EndOfBlock(string name)
    {
        var (from, opened, escaped) = (_at, 0, -1);
        while (true)
        {
            var next = _text.IndexOf(name, from, _view.End - from, StringComparison.OrdinalIgnoreCase);
            _steps.Take((next < 0 ? _view.End : next) - from);
            if (next < 0)
            {
                return escaped < 0 ? _view.End : escaped;
            }

            if (IsBehind(next, "</"))
            {
                return next - 2;
            }

            if (IsBehind(next, "<\\/"))
            {
                // The one that a string opened: document.write('<script src="…"><\/script>').
                (opened, escaped) = opened > 0 ? (opened - 1, escaped) : (0, escaped < 0 ? next - 3 : escaped);
            }
            else if (IsBehind(next, "<"))
            {
                if (escaped >= 0)
                {
                    return escaped;
                }

                opened++;
            }

            from = next + name.Length;
        }
    }

    private bool IsBehind(int at, string mark) =>
        at - mark.Length >= _at && string.CompareOrdinal(_text, at - mark.Length, mark, 0, mark.Length) == 0;

    private void SkipBehind(string mark)
    {
        var end = _text.IndexOf(mark, _at, _view.End - _at, StringComparison.Ordinal);
        var stop = end < 0 ? _view.End : end + mark.Length;
        _steps.Take(stop - _at);
        _at = stop;
    }

    private bool Starts(string mark) =>
        _at + mark.Length <= _view.End && string.CompareOrdinal(_text, _at, mark, 0, mark.Length) == 0;
}
