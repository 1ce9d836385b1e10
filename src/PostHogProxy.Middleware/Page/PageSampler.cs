using System.Text.Json;
using Microsoft.Extensions.Hosting;
using PostHogProxy.Health;
using PostHogProxy.Keeping;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Page;

/// <summary>Puts together what there is to show at one moment. Who answers late is shown as it was, so that nobody holds up the rest.</summary>
internal sealed class PageSampler(PageProxies proxies, IOutboxView? outbox, IHostEnvironment? environment, TimeProvider time)
{
    private static readonly byte[] Before = "data: "u8.ToArray();
    private static readonly byte[] After = "\n\n"u8.ToArray();

    // A store may be at the other end of a network.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    // A browser may come before the health check has an answer; what it says is shown when it is there.
    private ProxyReport[] _reports = [];
    private Task<OutboxStatus>? _asked;
    private OutboxStatus? _kept;

    /// <summary>A message of the stream.</summary>
    public async ValueTask<byte[]> SampleAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        message.Write(Before);
        JsonSerializer.Serialize(message, await LookAsync(cancellationToken).ConfigureAwait(false), PageJson.Default.PageSnapshot);
        message.Write(After);
        return message.ToArray();
    }

    private async ValueTask<PageSnapshot> LookAsync(CancellationToken cancellationToken)
    {
        var mapped = proxies.Find();
        var reported = proxies.ReportAsync(CancellationToken.None);
        if (reported.IsCompletedSuccessfully)
        {
            _reports = reported.Result;
        }

        var kept = outbox is null ? null : await AskAsync(outbox, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var looked = mapped.Select(proxy => new LookedAt(proxy, proxy.Figures.Read(), _reports.FirstOrDefault(report => ReferenceEquals(report.Verification, proxy.View.Verification)))).ToList();
        var verdict = PageVerdict.Of(looked, kept);
        return new(
            now.ToUnixTimeMilliseconds(),
            environment?.ApplicationName ?? "app",
            Environment.MachineName,
            environment?.EnvironmentName ?? "unknown",
            looked.Select(static one => one.Figures.Minutes).DefaultIfEmpty(1).Max(),
            verdict.State,
            verdict.Headline,
            verdict.Problems,
            [.. looked.Select(ProxyParts.Of)],
            [.. Exchanges(looked)],
            kept is null ? null : Part(kept, now));
    }

    // Null while it has never answered.
    private async ValueTask<OutboxStatus?> AskAsync(IOutboxView view, CancellationToken cancellationToken)
    {
        if (_asked is not { IsCompleted: false })
        {
            // What came too late for the look before is newer than what that look has shown.
            _kept = _asked is { IsCompletedSuccessfully: true } late ? late.Result : _kept;
            _asked = view.LookAsync(cancellationToken).AsTask();
        }

        try
        {
            return _kept = await _asked.WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!_asked.IsFaulted)
        {
            return _kept;
        }
    }

    private static IEnumerable<ExchangePart> Exchanges(List<LookedAt> looked) => looked
        .SelectMany(static one => one.Figures.Last.Select(exchange => ProxyParts.Of(one.Proxy, exchange)))
        .OrderByDescending(static exchange => exchange.At)
        .Take(ExchangeFigures.Exchanges);

    private static OutboxPart Part(OutboxStatus kept, DateTimeOffset now) => new(
        kept.Mode, kept.Entries, kept.Bytes, kept.MaxBytes,
        kept.Oldest is { } oldest ? Math.Max(0, (long)(now.UtcDateTime - oldest).TotalSeconds) : null,
        kept.Open, kept.Dead,
        [.. kept.Letters.Select(static letter => new LetterPart(
            letter.Id, letter.Kind.Words(), letter.Proxy,
            new DateTimeOffset(DateTime.SpecifyKind(letter.ReceivedAt, DateTimeKind.Utc)).ToUnixTimeMilliseconds(), letter.Status, letter.Bytes))]);
}

/// <summary>One proxy at one moment.</summary>
/// <param name="Proxy">Which.</param>
/// <param name="Figures">Its counts.</param>
/// <param name="Report">What PostHog has answered about it; null while it has not.</param>
internal sealed record LookedAt(PageProxy Proxy, FiguresSnapshot Figures, ProxyReport? Report);
