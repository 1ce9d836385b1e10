using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PostHogProxy.Outbox.Tests.Times;

/// <summary>
/// When PostHog says that the events of a body happened, typed from what is known of its capture service. It shares nothing with the code that it
/// judges.
/// </summary>
internal static partial class CaptureOracle
{
    /// <summary>The time of each event, in milliseconds since the epoch; null where the body is refused.</summary>
    /// <param name="json">The unpacked body.</param>
    /// <param name="query">Of the URL, without its question mark.</param>
    /// <param name="now">PostHog's clock.</param>
    public static IReadOnlyList<long>? Times(byte[] json, string query, DateTime now)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1000 });
            var body = document.RootElement;
            var sentAt = QuerySentAt(query);
            if (body.ValueKind == JsonValueKind.Array)
            {
                return [.. body.EnumerateArray().Select(item => Time(item, sentAt, now))];
            }

            if (body.TryGetProperty("batch", out var batch) && batch.ValueKind == JsonValueKind.Array)
            {
                var own = Only(body, "sent_at");
                sentAt = (own is { ValueKind: JsonValueKind.String } text ? Parse(text.GetString()!) : null) ?? sentAt;
                return [.. batch.EnumerateArray().Select(item => Time(item, sentAt, now))];
            }

            return [Time(body, sentAt, now)];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static long Time(JsonElement item, decimal? sentAt, DateTime now)
    {
        var clock = Milliseconds(now);
        if (Only(item, "offset") is { ValueKind: not JsonValueKind.Null } offset)
        {
            return Clamp(clock - (offset.ValueKind == JsonValueKind.Number ? offset.GetInt64() : throw new FormatException()), clock);
        }

        var stamp = Only(item, "timestamp");
        if (stamp is not { ValueKind: JsonValueKind.String } text || Parse(text.GetString()!) is not { } time)
        {
            return (long)clock;
        }

        var ignores = Only(item, "properties") is { ValueKind: JsonValueKind.Object } properties
            && properties.TryGetProperty("$ignore_sent_at", out var ignore) && ignore.ValueKind == JsonValueKind.True;
        return Clamp(sentAt is { } sent && !ignores ? time - (sent - clock) : time, clock);
    }

    // serde refuses a field that comes twice.
    private static JsonElement? Only(JsonElement item, string name)
    {
        var named = item.EnumerateObject().Where(member => member.Name == name).ToList();
        return named.Count switch
        {
            0 => null,
            1 => named[0].Value,
            _ => throw new FormatException(),
        };
    }

    private static long Clamp(decimal time, decimal now)
    {
        if (time < Year(1) || time >= Year(9999) + 365m * 86_400_000)
        {
            return 0;
        }

        return (long)decimal.Floor(time > now + 23 * 3_600_000 ? now : time);
    }

    private static decimal Year(int year) => Milliseconds(new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    private static decimal? QuerySentAt(string query)
    {
        var value = query.Split('&').Select(static part => part.Split('=')).FirstOrDefault(static part => part[0] is "sent_at" or "_")?[1];
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time) && time >= Year(2021) && time < Year(9999) + 365m * 86_400_000 ? time : null;
    }

    private static decimal? Parse(string text)
    {
        var match = Iso().Match(text);
        if (!match.Success)
        {
            return null;
        }

        int Part(string name) => match.Groups[name].Success ? int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        try
        {
            var local = new DateTime(Part("y"), Part("mo"), Part("d"), Part("h"), Part("mi"), Part("s"), DateTimeKind.Utc);
            var zone = (Part("zh") * 60 + Part("zm")) * (match.Groups["sign"].Value == "-" ? -1 : 1);

            // Nothing on the way counts finer than 100 nanoseconds.
            var fraction = match.Groups["f"].Success ? decimal.Parse("0." + (match.Groups["f"].Value.Length > 7 ? match.Groups["f"].Value[..7] : match.Groups["f"].Value), CultureInfo.InvariantCulture) * 1000 : 0;
            return Milliseconds(local) + fraction - zone * 60_000m;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static decimal Milliseconds(DateTime time) => (decimal)(time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;

    [GeneratedRegex(@"^(?<y>\d{4})-(?<mo>\d\d)-(?<d>\d\d)([T ](?<h>\d\d):(?<mi>\d\d)(:(?<s>\d\d)(\.(?<f>\d+))?)?(Z|(?<sign>[+-])(?<zh>\d\d):(?<zm>\d\d))?)?$")]
    private static partial Regex Iso();
}
