using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>What the file says of every route, those to PostHog among them.</summary>
internal static class FileKeyNotes
{
    public static IEnumerable<ImportNote> Of(PomeriumConfiguration configuration)
    {
        if (configuration.GlobalFlag("skip_xff_append") == true)
        {
            yield return Note("skip_xff_append", "the app sends the visitor's address to PostHog. To omit it, set ClientAddress to ClientAddressMode.Omit.");
        }

        if (configuration.Root.Find("set_response_headers") is not null)
        {
            yield return Note("set_response_headers", "PostHog's answers pass without your headers. Add them in a middleware of the app.");
        }

        ImportNote Note(string key, string why) => new(ImportFate.Lost, "the file", $"{key}: {why}", configuration.Root.Find(key)!.Key.Range);
    }
}
