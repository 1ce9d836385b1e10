using System.Globalization;
using System.Text;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>One request as an attacker would write it: its pieces, so that a failing one can be made smaller piece by piece.</summary>
/// <param name="Method">What stands before the target, and may be no method.</param>
/// <param name="Target">The request target, in fragments.</param>
/// <param name="Headers">Whole header lines, also ones that are none.</param>
/// <param name="Body">What follows the empty line, as written.</param>
internal sealed record HostileRequest(string Method, IReadOnlyList<string> Target, IReadOnlyList<string> Headers, string Body)
{
    /// <summary>The header that tells at the upstream which request it came from; PostHog's own prefix passes the proxy.</summary>
    public const string Case = "PostHog-Case";

    // Whatever of these is in a request, the server may see another end of it than we do.
    private static readonly string[] Framing = ["Content-Length", "Transfer-Encoding", "Upgrade", "Connection", "Expect", "Content_Length"];

    public string WrittenTarget => string.Concat(Target);

    /// <summary>Whether nothing can follow it on its connection, because its end is not certain.</summary>
    public bool IsAlone =>
        Method.AsSpan().IndexOfAny("\r\n ") >= 0
        || Target.Any(part => part.AsSpan().IndexOfAny("\r\n ") >= 0)
        || Headers.Any(line => line.AsSpan().IndexOfAny("\r\n") >= 0 || HasFraming(line));

    public byte[] Wire(int number)
    {
        var text = new StringBuilder(Method).Append(' ').Append(WrittenTarget).Append(" HTTP/1.1\r\n")
            .Append(CultureInfo.InvariantCulture, $"{Case}: {number}\r\n");
        foreach (var line in Headers)
        {
            text.Append(line).Append("\r\n");
        }

        if (Body.Length > 0 && !Headers.Any(HasFraming))
        {
            text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").Append(Body).ToString());
    }

    public override string ToString() => Escaped(Encoding.Latin1.GetString(Wire(0)));

    private static bool HasFraming(string line) => Framing.Any(name => line.Contains(name, StringComparison.OrdinalIgnoreCase));

    // On one line, with everything visible, and cut: a name of 9,000 letters tells nothing more.
    private static string Escaped(string wire)
    {
        var text = wire.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\0", "\\0", StringComparison.Ordinal);
        return text.Length > 1_000 ? text[..1_000] + "…" : text;
    }
}
