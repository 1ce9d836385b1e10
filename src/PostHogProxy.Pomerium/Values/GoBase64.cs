namespace PostHogProxy.Pomerium.Values;

/// <summary>Base64 as Go's StdEncoding reads it: padded, and line breaks are passed over.</summary>
internal static class GoBase64
{
    /// <summary>The bytes; null where the text is no base64.</summary>
    public static byte[]? Decode(string text)
    {
        var plain = text.Replace("\r", "").Replace("\n", "");
        if (plain.Length % 4 != 0 || plain.Any(c => c is not (>= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '+' or '/' or '=')))
        {
            return null;
        }

        try
        {
            return Convert.FromBase64String(plain);
        }
        catch (FormatException)
        {
            // An equals sign where none belongs.
            return null;
        }
    }
}
