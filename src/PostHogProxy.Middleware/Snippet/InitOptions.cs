using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PostHogProxy.Snippet;

/// <summary>
/// The second argument of <c>posthog.init</c>. The serializer's default encoder leaves nothing that could end a string, a script or a comment:
/// what it writes is ASCII, with <c>&lt;</c>, <c>&amp;</c>, quotes and U+2028 as escapes.
/// </summary>
internal static class InitOptions
{
    private const string Example = "Write a JSON object, such as options='{\"autocapture\": false}'.";

    // As lenient as the app's settings files.
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The object, or what is wrong with the page's own options and the cure.</summary>
    /// <param name="own">What the snippet itself knows; it wins over <paramref name="json"/>.</param>
    /// <param name="json">The page's further options.</param>
    public static (string? Json, string? Problem) Write(IReadOnlyList<KeyValuePair<string, string>> own, string? json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var (name, value) in own)
        {
            writer.WriteString(name, value);
        }

        if (!string.IsNullOrWhiteSpace(json) && Copy(json, writer, own) is { } problem)
        {
            return (null, problem);
        }

        writer.WriteEndObject();
        writer.Flush();
        return (Encoding.UTF8.GetString(buffer.WrittenSpan), null);
    }

    /// <summary>Whether the object has a member by this name.</summary>
    public static bool Has(string init, string name)
    {
        using var read = JsonDocument.Parse(init);
        return read.RootElement.TryGetProperty(name, out _);
    }

    private static string? Copy(string json, Utf8JsonWriter writer, IReadOnlyList<KeyValuePair<string, string>> own)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), Lenient);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return $"options is not a JSON object. {Example}";
            }

            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    var isTop = reader.CurrentDepth == 1;
                    if (Problem(name, isTop) is { } problem)
                    {
                        return problem;
                    }

                    if (isTop && own.Any(each => each.Key == name))
                    {
                        reader.Skip();
                    }
                    else
                    {
                        writer.WritePropertyName(name);
                    }
                }
                else if (reader.CurrentDepth > 0 || reader.TokenType != JsonTokenType.EndObject)
                {
                    Write(reader, writer);
                }
            }

            return null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            // The latter: half of a surrogate pair.
            return $"options is not valid JSON: {wrong.Message} {Example}";
        }
    }

    private static string? Problem(string name, bool isTop) => name switch
    {
        "api_host" or "ui_host" or "token" when isTop =>
            $"options has {name}, which the snippet writes itself, from the proxy that is mapped. Remove it there.",
        "__proto__" => "options has the key __proto__, which JavaScript does not take for a value. Remove it.",
        _ => null,
    };

    private static void Write(Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            case JsonTokenType.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan);
                break;
        }
    }
}
