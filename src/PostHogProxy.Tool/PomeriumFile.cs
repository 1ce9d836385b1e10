using System.Text;
using System.Text.Json;
using PostHogProxy.Pomerium;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Tool;

/// <summary>
/// Reads a file as Pomerium does: YAML in UTF-8, or in UTF-16 with a mark at its start, as go-yaml takes it; a <c>.json</c> as strict JSON,
/// which viper reads with another reader.
/// </summary>
internal static class PomeriumFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, and why Pomerium cannot read it.</summary>
    public static async Task<(string Text, Finding? Problem)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (path.EndsWith(".toml", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"'{path}' is TOML. Pomerium reads TOML, but this command doesn't. Write the configuration as YAML.");
        }

        var text = await TextFile.ReadAsync(path, cancellationToken);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        return (text, Undecodable(bytes) ?? (path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? NoJson(bytes, text) : null));
    }

    private static Finding? Undecodable(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..])
        {
            return Say("The file is in UTF-32. Pomerium's YAML reader doesn't support it.", 0, "Save it as UTF-8.");
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return null;
        }

        var mark = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
        try
        {
            Strict.GetCharCount(bytes, mark, bytes.Length - mark);
            return null;
        }
        catch (DecoderFallbackException wrong)
        {
            var at = Math.Clamp(wrong.Index, 0, bytes.Length - mark);
            return Say($"The byte 0x{wrong.BytesUnknown?.FirstOrDefault() ?? bytes[mark + at]:X2} here isn't UTF-8.", Encoding.UTF8.GetCharCount(bytes, mark, at), "Save the file as UTF-8.");
        }
    }

    private static Finding? NoJson(byte[] bytes, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Object ? null : Say("The file isn't a JSON object.", 0, "Write an object with routes.");
        }
        catch (JsonException wrong)
        {
            var line = 0;
            for (long i = wrong.LineNumber ?? 0; i > 0 && line >= 0; i--)
            {
                line = text.IndexOf('\n', line) + 1;
            }

            return Say("A file named .json is read as JSON, and the JSON breaks off here.", Math.Min(text.Length, Math.Max(0, line) + (int)(wrong.BytePositionInLine ?? 0)), "Correct it, or name the file .yaml if it is YAML.");
        }
    }

    private static Finding Say(string message, int at, string fix) =>
        PomeriumFindingRules.Unreadable.Say(message + " Pomerium does not load the file.", "the file", fix) with { Range = new(at, 0) };
}
