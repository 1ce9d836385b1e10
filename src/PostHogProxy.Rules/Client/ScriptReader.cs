using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>Finds the set-ups in one stretch of script, and in the scripts that stand in its literals.</summary>
internal sealed class ScriptReader
{
    // No set-up is written without the call's name or a setting that a component takes; most files only capture.
    private static readonly string[] SetUpWords = ["init", "host", "key", "token", "options"];

    private readonly ScriptTree _tree;
    private readonly List<ClientSetup> _found;
    private readonly InitCalls _calls;
    private readonly ScriptComponents _components;
    private readonly LoneOptions _lone;
    private readonly ScriptsInLiterals _literals;
    private readonly ValueReader _values;
    private readonly OptionsReader _options;

    private ScriptReader(ScriptTree tree, List<ClientSetup> found)
    {
        (_tree, _found) = (tree, found);
        var names = new ScriptNames(tree);
        var imports = new ScriptImports(tree);
        var objects = new ScriptObjects(tree);
        _values = new(tree, names, objects);
        _options = new(tree, names, objects, _values);
        _calls = new(tree, imports, objects, _values, _options);
        _components = new(tree, imports, _values, _options);
        _lone = new(tree, names, objects, new(tree), _options);
        _literals = new(tree);
    }

    public static void Find(string text, ScriptView view, ReadingSteps steps, List<ClientSetup> found)
    {
        steps.Take(view.End - view.Start);
        if (view.Level <= ScriptView.DeepestLevel && MayHold(text, view.Start, view.End) && !SdkCode.IsIn(text, view.Start, view.End))
        {
            new ScriptReader(ScriptLexer.Read(text, view, steps), found).Find();
        }
    }

    /// <summary>Reads a stretch that is the value of <c>options</c> and nothing else, as in an attribute of Vue.</summary>
    public static ClientOptions Options(string text, TextRange range, ReadingSteps steps) =>
        Expression(text, range, steps) is var reader && reader._tree.Count > 0
            ? reader._options.Read(0, reader._tree.Count)
            : ClientOptions.Unreadable(range);

    /// <summary>Reads a stretch that is one expression.</summary>
    public static ScriptValue Value(string text, TextRange range, ReadingSteps steps)
    {
        var reader = Expression(text, range, steps);
        return reader._values.Read(0, reader._tree.Count);
    }

    /// <summary>Whether a stretch is worth cutting into tokens.</summary>
    public static bool MayHold(string text, int start, int end) =>
        text.IndexOf("api_host", start, end - start, StringComparison.Ordinal) >= 0
        || text.IndexOf("posthog", start, end - start, StringComparison.OrdinalIgnoreCase) >= 0
            && SetUpWords.Any(word => text.IndexOf(word, start, end - start, StringComparison.OrdinalIgnoreCase) >= 0)
        || text.IndexOf("ph", start, end - start, StringComparison.Ordinal) >= 0 && HasToken(text, start, end);

    private static bool HasToken(string text, int start, int end) =>
        text.IndexOf("phc_", start, end - start, StringComparison.Ordinal) >= 0
        || text.IndexOf("phx_", start, end - start, StringComparison.Ordinal) >= 0
        || text.IndexOf("phs_", start, end - start, StringComparison.Ordinal) >= 0;

    private static ScriptReader Expression(string text, TextRange range, ReadingSteps steps) =>
        new(ScriptLexer.Read(text, new(range.Start, range.End, [], false, 0), steps), []);

    private void Find()
    {
        for (var i = 0; i < _tree.Count; i++)
        {
            _tree.Steps.Take();
            var setup = _tree[i].Kind switch
            {
                TokenKind.Name => _calls.Read(i) ?? _calls.ReadLite(i),
                TokenKind.TagOpen => _components.Read(i),
                _ => null,
            };
            if (setup is not null)
            {
                _found.Add(setup);
            }

            _literals.Find(i, _found);
        }

        // Last, when every object that belongs to a call is known.
        _found.AddRange(_lone.Read());
    }
}
