using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Middleware.Tests.Caching.Rfc9111;

/// <summary>One shop for all rows of a table; each row asks for a script of its own, whose versions PostHog counts.</summary>
public sealed class RuleShop : IAsyncLifetime
{
    private int _scripts;

    internal CachingShop Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Shop = await CachingShop.OpenAsync();

    public ValueTask DisposeAsync() => Shop.DisposeAsync();

    /// <summary>A script that nobody has asked for yet. PostHog gives it these headers, "Name: value|Name: value", twice the same name in two lines.</summary>
    internal string NewScript(string headers, Action<HttpContext>? also = null)
    {
        var path = $"/static/{(++_scripts).ToString(CultureInfo.InvariantCulture)}/script.js";
        var version = 0;
        Shop.PostHog.Answers = (context, next) => PostHogNow.Saying(

            // The script of a row before may still be on its way.
            context.Request.Path.StartsWithSegments(path, StringComparison.Ordinal) || !context.Request.Path.StartsWithSegments("/static", StringComparison.Ordinal)
                ? $"version {(++version).ToString(CultureInfo.InvariantCulture)}"
                : "another",
            answer =>
            {
                Say(answer, headers);
                also?.Invoke(answer);
            })(context, next);
        return path;
    }

    internal static void Say(HttpContext answer, string headers)
    {
        foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (header[..colon], header[(colon + 1)..].TrimStart());
            answer.Response.Headers[name] = answer.Response.Headers.TryGetValue(name, out var before) && name != "Date" ? before.Append(value).ToArray() : value;
        }
    }

    internal void Wait(double seconds) => Shop.Clock.Move(TimeSpan.FromSeconds(seconds));

    internal static string Text(Answer answer) => Encoding.ASCII.GetString(answer.Body);
}
