using System.Text;
using PostHogProxy.Pomerium.Values;

namespace PostHogProxy.Pomerium.Policies;

/// <summary>Single values that criteria check themselves (P:pkg/policy/criteria): addresses, fingerprints, hashes and keys.</summary>
internal static class CriterionData
{
    private const int HashLength = 32;

    private static readonly string[] KeyTypes =
    [
        "ssh-rsa", "ssh-dss", "ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
        "sk-ecdsa-sha2-nistp256@openssh.com", "sk-ssh-ed25519@openssh.com",
    ];

    /// <summary>Why an address or a range of source_ip is refused; null where it is not (source_ip.go, parseIP).</summary>
    public static string? Address(string text) => GoAddress.IsIp(text) || GoAddress.IsRange(text) ? null : $"'{text}' isn't an address such as 203.0.113.7, or a range such as 10.0.0.0/8.";

    /// <summary>64 hexadecimal digits in lower case, or 32 pairs in upper case with colons (client_certificate.go, canonicalCertFingerprint).</summary>
    public static string? Fingerprint(string text)
    {
        var isShort = text.Length == 2 * HashLength && text.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f');
        var pairs = text.Split(':');
        var isLong = pairs.Length == HashLength && pairs.All(pair => pair.Length == 2 && pair.All(c => c is >= '0' and <= '9' or >= 'A' and <= 'F'));
        return isShort || isLong ? null : $"'{text}' isn't a SHA-256 fingerprint. Write 64 hexadecimal digits in lower case, or 32 pairs in upper case with colons.";
    }

    public static string? Hash(string text) =>
        GoBase64.Decode(text) is { Length: HashLength } ? null : $"'{text}' isn't a SHA-256 hash in base64, which has 44 characters.";

    /// <summary>A line of authorized_keys, options before it included (golang.org/x/crypto/ssh, ParseAuthorizedKey).</summary>
    public static string? SshKey(string text)
    {
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            var blank = line.IndexOfAny([' ', '\t']);
            if (blank < 0 || line[0] == '#')
            {
                continue;
            }

            var rest = line.Substring(WithoutOptions(line)).TrimStart();
            if (IsKey(line.Substring(blank).TrimStart()) || (rest.IndexOfAny([' ', '\t']) is > 0 and var second && IsKey(rest.Substring(second).TrimStart())))
            {
                return null;
            }
        }

        return "This isn't an SSH key in the form of a line of authorized_keys.";
    }

    // Options end at the first blank outside quotes.
    private static int WithoutOptions(string line)
    {
        var inQuotes = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && (i == 0 || line[i - 1] != '\\'))
            {
                inQuotes = !inQuotes;
            }
            else if (!inQuotes && line[i] is ' ' or '\t')
            {
                return i;
            }
        }

        return line.Length;
    }

    private static bool IsKey(string text)
    {
        var end = text.IndexOfAny([' ', '\t']);
        if (GoBase64.Decode(end < 0 ? text : text.Substring(0, end)) is not { Length: > 4 } bytes)
        {
            return false;
        }

        var length = (bytes[0] << 24) | (bytes[1] << 16) | (bytes[2] << 8) | bytes[3];
        if (length <= 0 || length + 4 >= bytes.Length)
        {
            return false;
        }

        var type = Encoding.ASCII.GetString(bytes, 4, length);
        return KeyTypes.Any(known => type == known || type == known.Replace("@openssh.com", "") + "-cert-v01@openssh.com");
    }
}
