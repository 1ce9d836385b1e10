namespace PostHogProxy.Rules.Client;

/// <summary>
/// Knows posthog-js itself, as PostHog ships it or inside a bundle, by what it holds and not by where it lies. Its own defaults
/// (<c>api_host: "https://us.i.posthog.com"</c>) are nobody's set-up, and a bundle is the output of a build: the source is what is judged.
/// </summary>
internal static class SdkCode
{
    // Names that the SDK needs at run time, so that no minifier touches them; the same from 1.8 to 1.449, in its bundles and in the module
    // that holds its defaults. Only two of them are options, so no set-up has five.
    private static readonly string[] Marks =
    [
        "_execute_array", "__request_queue", "$create_alias", "$opt_in", "__ph_opt_in_out_", "opt_out_capturing_cookie_prefix",
        "opt_out_capturing_persistence_type",
    ];

    private const int Enough = 5;

    public static bool IsIn(string text, int start, int end)
    {
        var found = 0;
        for (var i = 0; i < Marks.Length && found < Enough && found + Marks.Length - i >= Enough; i++)
        {
            found += text.IndexOf(Marks[i], start, end - start, StringComparison.Ordinal) >= 0 ? 1 : 0;
        }

        return found >= Enough;
    }
}
