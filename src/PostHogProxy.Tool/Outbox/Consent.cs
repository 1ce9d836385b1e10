namespace PostHogProxy.Tool.Outbox;

/// <summary>Asks before what cannot be undone.</summary>
internal static class Consent
{
    public static void Ask(string question, bool isGiven)
    {
        if (isGiven)
        {
            return;
        }

        if (Console.IsInputRedirected)
        {
            throw new UsageException($"{question} Nobody is here to answer: add --yes.");
        }

        Console.Error.Write($"{question} [y/N] ");
        if (Console.In.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
        {
            throw new UsageException("Nothing was done.");
        }
    }
}
