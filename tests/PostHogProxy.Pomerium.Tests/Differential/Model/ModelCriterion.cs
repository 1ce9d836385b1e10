using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>One criterion: whether Rego can be made of it, and what it comes to for somebody without a session (P:pkg/policy/criteria).</summary>
internal sealed partial record ModelCriterion(string Name, Node Data)
{
    /// <summary>GenerateRule, and what Rego's type checker has to say.</summary>
    public void Compile()
    {
        switch (Name)
        {
            case "accept" or "reject" or "authenticated_user" or "cors_preflight" or "invalid_client_certificate" or "ssh_username_matches_email":
                return;
            case "domain" or "email" or "user" or "http_method" or "http_path" or "ssh_username" or "mcp_tool":
                CheckText(Data);
                return;
            case "claim" or "groups":
                if (Data is MapNode lists && lists.Entries.Any(entry => entry.Key.ToLowerInvariant() is not ("has" or "is" or "exclude")))
                {
                    throw new NotTakenException("unknown string list matcher operator");
                }

                return;
            case "source_ip":
                CheckEach(Data, IsAddress);
                return;
            case "ssh_publickey" or "ssh_ca":
                CheckEach(Data, SshKeys.IsValid);
                return;
            case "ssh_username_matches_claim":
                _ = Data as TextNode ?? throw new NotTakenException("expected string value");
                return;
            case "device":
                CheckDevice();
                return;
            case "client_certificate":
                CheckCertificate();
                return;
            default:
                throw new NotTakenException($"unknown policy criterion: {Name}");
        }
    }

    public Judgment Judge(ModelVisit visit) => Name switch
    {
        "accept" => Judgment.True,
        "cors_preflight" => visit.IsPreflight ? Judgment.True : Judgment.False,
        "http_method" => Fits(visit.Method) ? Judgment.True : Judgment.False,
        "http_path" => Fits(visit.Path) ? Judgment.True : Judgment.False,
        "source_ip" => Data is not ListNode { Items.Count: 0 } && visit.NextAddress() ? Judgment.True : Judgment.False,
        "invalid_client_certificate" => visit.IsCertificateMissing ? new(true, false, WantsCertificate: true) : Judgment.False,

        // A web request has the SSH name "", and somebody without a session the address "".
        "ssh_username" => Fits("") ? Judgment.True : Judgment.False,
        "ssh_username_matches_email" => Judgment.True,
        "email" => Fits("") ? Judgment.True : Judgment.NoUser,

        // object_get gives []: nothing is in it, and to exclude holds.
        "claim" => Data is MapNode map && map.Entries.All(entry => entry.Key.Equals("exclude", StringComparison.OrdinalIgnoreCase)) ? Judgment.True : Judgment.NoUser,

        // {} asks for nothing, and no device is one that nobody approved.
        "device" => Data is MapNode device && device.Find("is") is null && device.Find("type") is null && !IsTruthy(device.Find("approved")) ? Judgment.True : Judgment.NoUser,
        "authenticated_user" or "domain" or "user" or "groups" or "ssh_username_matches_claim" => Judgment.NoUser,
        _ => Judgment.False,
    };

    private static void CheckText(Node data)
    {
        foreach (var (key, value) in (data as MapNode)?.Entries ?? [])
        {
            switch (key.ToLowerInvariant())
            {
                case "is" or "not":
                    break;
                case "contains" or "starts_with" or "ends_with" when value is TextNode or DateNode:
                    break;
                case "in" or "not_in" when value is ListNode:
                    break;
                default:
                    throw new NotTakenException($"{key}: {value} is no string matcher");
            }
        }
    }

    // matchString for a known text.
    private bool Fits(string left) => Data is not MapNode map ? Is(Data, left) : map.Entries.All(entry => entry.Key.ToLowerInvariant() switch
    {
        "is" => Is(entry.Value, left),
        "not" => !Is(entry.Value, left),
        "contains" => left.Contains(Text(entry.Value), StringComparison.Ordinal),
        "starts_with" => left.StartsWith(Text(entry.Value), StringComparison.Ordinal),
        "ends_with" => left.EndsWith(Text(entry.Value), StringComparison.Ordinal),
        "in" => ((ListNode)entry.Value).Items.Any(item => Is(item, left)),
        _ => !((ListNode)entry.Value).Items.Any(item => Is(item, left)),
    });

    private static bool Is(Node value, string left) => value is TextNode text && text.Value == left;

    private static string Text(Node value) => value is TextNode text ? text.Value : ((DateNode)value).Value + "T00:00:00Z";

    private static void CheckEach(Node data, Func<string, bool> isValid)
    {
        var items = data switch
        {
            TextNode => [data],
            ListNode list => list.Items,
            _ => throw new NotTakenException("expected string or array of strings"),
        };
        if (items.Any(item => item is not TextNode text || !isValid(text.Value)))
        {
            throw new NotTakenException($"{data} has a bad item");
        }
    }

    private void CheckDevice()
    {
        if (Data is not MapNode map || map.Entries.Any(entry => entry.Key.ToLowerInvariant() switch
            {
                "approved" => false,
                "is" or "type" => entry.Value is not (TextNode or DateNode),
                _ => true,
            }))
        {
            throw new NotTakenException("bad device");
        }
    }

    private void CheckCertificate()
    {
        foreach (var (key, value) in (Data as MapNode ?? throw new NotTakenException("expected object for certificate matcher")).Entries)
        {
            switch (key.ToLowerInvariant())
            {
                case "fingerprint":
                    CheckEach(value, text => Fingerprint().IsMatch(text));
                    break;
                case "spki_hash":
                    CheckEach(value, text => text.Length == 44 && ModelRoute.Base64(text) && Convert.FromBase64String(text).Length == 32);
                    break;
                case "san_email" or "san_dns" or "san_uri":
                    CheckText(value);
                    break;
                default:
                    throw new NotTakenException($"unsupported certificate matcher condition: {key}");
            }
        }
    }

    // Object.Truthy: there, and not what JavaScript takes for false.
    private static bool IsTruthy(Node? value) => value switch
    {
        null or NullNode => false,
        FlagNode flag => flag.Value,
        WholeNode whole => whole.Value != 0,
        FractionNode fraction => fraction.Value != 0,
        TextNode text => text.Value.Length > 0,
        _ => true,
    };

    // net.ParseCIDR, then net.ParseIP.
    private static bool IsAddress(string text)
    {
        var parts = text.Split('/');
        var isIPv6 = parts[0].Contains(':', StringComparison.Ordinal);
        var isAddress = isIPv6 ? IPAddress.TryParse(parts[0], out _) && !parts[0].Contains('%', StringComparison.Ordinal) : IPv4().IsMatch(parts[0]) && IPAddress.TryParse(parts[0], out _);
        return isAddress && parts.Length <= 2
            && (parts.Length == 1 || (Mask().IsMatch(parts[1]) && int.Parse(parts[1], CultureInfo.InvariantCulture) <= (isIPv6 ? 128 : 32)));
    }

    [GeneratedRegex(@"\A(?:[0-9A-F]{2}(?::[0-9A-F]{2}){31}|[0-9a-f]{64})\z")]
    private static partial Regex Fingerprint();

    [GeneratedRegex(@"\A(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}\z")]
    private static partial Regex IPv4();

    [GeneratedRegex(@"\A[0-9]{1,3}\z")]
    private static partial Regex Mask();
}
