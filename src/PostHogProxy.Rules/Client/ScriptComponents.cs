namespace PostHogProxy.Rules.Client;

/// <summary>Reads the elements of JSX that set PostHog up.</summary>
internal sealed class ScriptComponents(ScriptTree tree, ScriptImports imports, ValueReader values, OptionsReader options)
{
    public ClientSetup? Read(int tag)
    {
        var end = tree.Partner(tag);
        var name = tag + 1;
        if (end < 0 || !tree.IsKind(name, TokenKind.Name) || !(tree.NameHas(name, "posthog") || imports.Has(tree.Written(name))))
        {
            return null;
        }

        var setup = new ComponentSetup(tree.RangeOf(name, name + 1));
        for (var i = name + 1; i < end; i = tree.After(i))
        {
            if (tree.Is(i, "{") && !tree.Is(i - 1, "="))
            {
                setup.HasSpread = true;
            }
            else if (tree.Is(i + 1, "=") && ComponentSetup.Meaning(tree.Written(i)) is { } meaning)
            {
                Set(setup, meaning, i + 2);
            }
        }

        return setup.Build(imports.Has(tree.Written(name)));
    }

    private void Set(ComponentSetup setup, string meaning, int value)
    {
        var braced = tree.Is(value, "{") && tree.Partner(value) > value;
        var (start, end) = braced ? (value + 1, tree.Partner(value)) : (value, value + 1);
        if (meaning == "options")
        {
            setup.Set(options.Read(start, end));
        }
        else if (braced || !tree.IsKind(value, TokenKind.String))
        {
            setup.Set(meaning, values.Read(start, end));
        }
        else
        {
            // The text of an attribute has no escapes.
            var inside = tree.Inside(value);
            setup.Set(meaning, new(SettingState.Known, tree.Text.Substring(inside.Start, inside.Length), inside));
        }
    }
}
