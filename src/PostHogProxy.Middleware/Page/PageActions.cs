using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using PostHogProxy.Keeping;

namespace PostHogProxy.Page;

/// <summary>What the page's buttons do about dead letters: one of them, whose id is the body, or all of them.</summary>
internal sealed class PageActions(IOutboxView outbox, PageTokens tokens)
{
    // The ids of stores are short: a number, or a stream's name and two numbers. What is longer is none.
    private const int LongestId = 512;

    public Task RetryAsync(HttpContext context) => RunAsync(context, outbox.RetryAsync, "{0} dead letter(s) wait to be sent again.");

    public Task DropAsync(HttpContext context) => RunAsync(context, outbox.DropAsync, "{0} dead letter(s) deleted.");

    private async Task RunAsync(HttpContext context, Func<string?, CancellationToken, ValueTask<int>> change, string words)
    {
        if (!await tokens.IsFromPageAsync(context))
        {
            await PageGuard.SayAsync(context, StatusCodes.Status400BadRequest, "This request doesn't come from the page, or the page is older than the app or your sign-in. Load the page again.");
            return;
        }

        if (context.Request.ContentLength is not (>= 0 and <= LongestId))
        {
            await PageGuard.SayAsync(context, StatusCodes.Status400BadRequest, "The body is the id of one dead letter, or empty for all of them.");
            return;
        }

        try
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            var id = await reader.ReadToEndAsync(context.RequestAborted);
            var changed = await change(id.Length == 0 ? null : id, context.RequestAborted);
            await PageGuard.SayAsync(context, StatusCodes.Status200OK, string.Format(CultureInfo.InvariantCulture, words, changed));
        }
        catch (IOException failure) when (!context.RequestAborted.IsCancellationRequested)
        {
            await PageGuard.SayAsync(context, StatusCodes.Status503ServiceUnavailable, $"The outbox can't be changed now: {failure.Message}.");
        }
    }
}
