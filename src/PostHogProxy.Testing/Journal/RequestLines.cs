namespace PostHogProxy.Testing.Journal;

/// <summary>What of a request somebody reads who watches the stand-in in a terminal or a log: a line for each event, and for each problem.</summary>
internal static class RequestLines
{
    public static IEnumerable<string> Events(StandInRequest request) =>
        request.Events.Where(captured => captured.Event != "$snapshot").Select(captured => Printable($"{captured.Event}  {captured.Token}"));

    public static IEnumerable<string> Problems(StandInRequest request) => request.Problems.Select(problem => Printable($"problem: {problem}"));

    // It came over the network: nothing in it may steer a terminal.
    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter));
}
