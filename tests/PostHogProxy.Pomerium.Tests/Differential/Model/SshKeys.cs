namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>The one public key the generator knows; ssh.ParseAuthorizedKey takes it with or without a comment behind it.</summary>
internal static class SshKeys
{
    public static readonly string Valid = "ssh-ed25519 " + Convert.ToBase64String(
        [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))]);

    public static bool IsValid(string text) => text == Valid || text.StartsWith(Valid + " ", StringComparison.Ordinal);
}
