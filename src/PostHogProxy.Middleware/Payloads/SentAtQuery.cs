using System.Globalization;

namespace PostHogProxy.Payloads;

/// <summary>When the SDK sent a request, as its query says it: one field with two names, in milliseconds.</summary>
internal static class SentAtQuery
{
    private const string Name = "sent_at";
    private const string Alias = "_";

    // capture takes an earlier one for seconds, and for none.
    private const int LastYearOfSeconds = 2020;

    public static DateTime? Of(string query)
    {
        var value = QueryText.Value(query, Name) ?? QueryText.Value(query, Alias);
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds > 0
            && milliseconds < (DateTime.MaxValue - DateTime.UnixEpoch).TotalMilliseconds
            && DateTime.UnixEpoch.AddMilliseconds(milliseconds) is { Year: > LastYearOfSeconds } time
            ? time
            : null;
    }

    public static string Without(string query) => QueryText.Without(query, Name, Alias);

    /// <summary>As if the SDK had sent the request so much later.</summary>
    public static string Later(string query, TimeSpan by)
    {
        if (Of(query) is not { } time)
        {
            return query;
        }

        var milliseconds = (time.Ticks + by.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
        return QueryText.With(query, QueryText.Value(query, Name) is null ? Alias : Name, milliseconds.ToString(CultureInfo.InvariantCulture));
    }
}
