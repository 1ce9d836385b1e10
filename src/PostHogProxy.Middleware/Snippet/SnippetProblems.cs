using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Snippet;

/// <summary>
/// Says what keeps a page without PostHog: in the log, once for each problem, and where the developer looks, in the page. The page itself goes on:
/// a shop without figures still sells.
/// </summary>
internal static class SnippetProblems
{
    // A problem may repeat what a visitor has written into the page's options.
    private const int MostTold = 50;

    private static readonly ConditionalWeakTable<ILoggerFactory, ConcurrentDictionary<string, byte>> Told = [];

    /// <summary>What the page shows of it.</summary>
    public static string Tell(HttpContext context, string problem)
    {
        if (IsNew(context, problem) is { } logger)
        {
            logger.SnippetProblem(problem);
        }

        // The comment ends at a '>', which the encoder leaves nowhere.
        return context.RequestServices.GetService<IHostEnvironment>()?.IsDevelopment() == true
            ? $"<!-- The PostHog snippet renders nothing: {HtmlEncoder.Default.Encode(problem)} -->"
            : "";
    }

    public static void TellMissingUiHost(HttpContext context, string path)
    {
        if (IsNew(context, "ui_host " + path) is { } logger)
        {
            logger.SnippetWithoutUiHost(path);
        }
    }

    private static ILogger? IsNew(HttpContext context, string problem)
    {
        if (context.RequestServices.GetService<ILoggerFactory>() is not { } factory)
        {
            return null;
        }

        var told = Told.GetValue(factory, _ => new(StringComparer.Ordinal));

        // To count takes every lock of it, and a problem comes with every page.
        return !told.ContainsKey(problem) && told.Count < MostTold && told.TryAdd(problem, 0) ? factory.CreateLogger(Log.Category) : null;
    }
}
