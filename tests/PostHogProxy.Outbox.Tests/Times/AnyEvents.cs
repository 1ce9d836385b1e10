using System.Globalization;
using CsCheck;

namespace PostHogProxy.Outbox.Tests.Times;

/// <summary>Bodies with events of any shape: odd members, odd times, odd white space.</summary>
internal static class AnyEvents
{
    public static readonly DateTime ReceivedAt = new(2026, 11, 29, 23, 59, 59, 900, DateTimeKind.Utc);

    private static readonly Gen<string> Space = AnyOf("", "", "", " ", "\n\t", "  ");

    private static readonly Gen<string> Scalar = AnyOf(
        "null", "true", "false", "0", "-0", "1.0e2", "12345678901234567890123", "0.1000", "\"\"", "\"d\\u00e9\"", "\"é 🪔\"", "\"\\ud83e\\ude94\"", "\"a\\\\\\\"b\\/\"", "\"offset\"",
        "\"timestamp\\\":1\"", "[]", "{}", "[[[[[[[[1]]]]]]]]", "{\"timestamp\":\"2001-01-01T00:00:00Z\",\"offset\":7,\"sent_at\":\"x\"}", "[{\"offset\":1},{\"batch\":[]}]",
        string.Concat(Enumerable.Repeat("{\"a\":", 60)) + "1" + new string('}', 60));

    private static readonly Gen<string> OtherName = AnyOf("\"event\"", "\"uuid\"", "\"distinct_id\"", "\"$set\"", "\"Offset\"", "\"timestamp \"", "\"\"", "\"\\u006fdd\"", "\"ü\"", "\"sent_at_\"");

    private static readonly Gen<string> Offset = Gen.OneOf(
        Gen.Long[-4_000_000_000_000, 4_000_000_000_000].Select(Text), Gen.Long[-90_000_000, 90_000_000].Select(Text), Gen.Int[0, 10_000].Select(static value => Text(value)),
        AnyOf("0", "null", "9223372036854775807", "-9223372036854775808", "1.0e2", "12.5", "\"17\""));

    private static readonly Gen<DateTime> Moment = Gen.OneOf(
        Gen.Long[-100_000_000_000, 100_000_000_000].Select(static away => ReceivedAt.AddMilliseconds(away)),
        Gen.Long[-3_155_760_000_000, 3_155_760_000_000].Select(static away => ReceivedAt.AddMilliseconds(away)),
        Gen.Int[0, 9].Select(static second => ReceivedAt.AddSeconds(-second)),
        AnyOf(new DateTime(9999, 12, 31, 23, 59, 59, 999), new DateTime(1, 1, 2), new DateTime(1970, 1, 1), ReceivedAt, ReceivedAt.AddHours(23), ReceivedAt.AddHours(23).AddMilliseconds(1)));

    private static readonly Gen<string> Stamp = Gen.Frequency(
        (9, Gen.Select(Moment, Gen.Int[0, 7], static (time, form) => $"\"{Write(time, form)}\"")),
        (1, AnyOf("null", "\"\"", "\"yesterday\"", "\"undefined\"")));

    private static readonly Gen<string> Properties = Gen.OneOf(
        AnyOf("{}", "null", "{\"$ignore_sent_at\":true}", "{\"a\":{\"$ignore_sent_at\":true}}", "{\"$ignore_sent_at\":\"true\"}", "{ \"$lib\" : \"web\", \"$ignore_sent_at\" : true , \"offset\":5}", "{\"timestamp\":\"x\"}"),
        Scalar.Select(static value => $"{{\"p\":{value}}}"));

    private static readonly Gen<string> Event = Gen.Select(
        Member(OtherName, Scalar).Array[0, 4],
        Gen.Frequency((3, Member(AnyOf("\"offset\"", "\"off\\u0073et\""), Offset).Array[1, 1]), (3, Gen.Const(Array.Empty<string>())), (0, Member(Gen.Const("\"offset\""), Offset).Array[2, 2])),
        Gen.Frequency((4, Member(AnyOf("\"timestamp\"", "\"\\u0074imestamp\""), Stamp).Array[1, 1]), (2, Gen.Const(Array.Empty<string>()))),
        Gen.Frequency((3, Member(Gen.Const("\"properties\""), Properties).Array[1, 1]), (1, Gen.Const(Array.Empty<string>()))),
        Gen.UInt,
        Space,
        static (others, offset, stamp, properties, seed, space) => $"{{{space}{string.Join(",", Shuffle([.. others, .. offset, .. stamp, .. properties], seed))}{space}}}");

    private static readonly Gen<string> SentAtMember = Member(Gen.Const("\"sent_at\""), Gen.Frequency((5, Stamp), (1, AnyOf("null", "\"no time\""))));

    /// <summary>A body and a query.</summary>
    public static readonly Gen<(string Json, string Query)> Any = Gen.Select(
        Gen.OneOf(
            Gen.Select(Event.Array[1, 5], Space, static (events, space) => $"[{space}{string.Join($"{space},", events)}{space}]"),
            Gen.Select(Event.Array[1, 5], SentAtMember.Array[0, 1], Member(AnyOf("\"api_key\"", "\"token\"", "\"historical\""), Scalar).Array[0, 3], Gen.UInt,
                static (events, sentAt, others, seed) => $"{{{string.Join(",", Shuffle([.. others, .. sentAt, $"\"batch\" : [{string.Join(",", events)}]"], seed))}}}"),
            Event),
        Gen.Select(AnyOf("", "", "sent_at=", "_="), Moment, static (name, time) => name.Length == 0 ? "ip=0&ver=1" : $"ip=0&{name}{Milliseconds(time)}&ver=1"),
        static (json, query) => (json, query));

    private static Gen<string> Member(Gen<string> name, Gen<string> value) => Gen.Select(name, Space, value, Space, static (name, before, value, after) => $"{name}{before}:{after}{value}");

    private static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(DateTime time) => Text((time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond);

    private static string[] Shuffle(string[] members, uint seed)
    {
        new Random((int)seed).Shuffle(members);
        return members;
    }

    private static string Write(DateTime time, int form) => form switch
    {
        // In UTC it would be outside the calendar.
        3 or 4 when time.Year is 1 or 9999 => Write(time, form: 7),
        0 => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        1 => time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        2 => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "89Z",
        3 => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+05:30",
        4 => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "-12:00",
        5 => time.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        6 => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };
}
