using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>
/// What was kept before the outbox was turned off. It is not sent, and what visitors did must not lie there for ever: it is deleted at
/// <see cref="PostHogOutboxOptions.MaxAge"/>, as if the outbox were on.
/// </summary>
internal sealed class OutboxLeftovers(IOptions<PostHogOutboxOptions> options, IStoreFactory factory, ILoggerFactory loggers, TimeProvider time) : BackgroundService, IStoreObserver
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = loggers.CreateLogger(OutboxLog.Category);
    private IOutboxStore? _store;
    private string? _problem;
    private bool _isSaid;

    public void Committed(int changes, TimeSpan duration)
    {
    }

    public void Unreadable(int requests)
    {
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Mode != PostHogOutboxMode.Off || !factory.MayHold)
        {
            return;
        }

        // The app's start does not wait for a large file to be looked at.
        await Task.Yield();
        try
        {
            while (!await IsGoneAsync(stoppingToken).ConfigureAwait(false))
            {
                await Task.Delay(Every, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            if (_store is not null)
            {
                await _store.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<bool> IsGoneAsync(CancellationToken stopping)
    {
        try
        {
            _store ??= factory.Open(this).Store;
            var expired = await _store.ExpireAsync((time.GetUtcNow() - options.Value.MaxAge).UtcDateTime, stopping).ConfigureAwait(false);
            if (expired > 0)
            {
                _logger.Expired(expired, options.Value.MaxAge);
            }

            await _store.TidyAsync(stopping).ConfigureAwait(false);
            var left = await _store.MeasureAsync(stopping).ConfigureAwait(false);
            if (left.Entries + left.Dead > 0 && !_isSaid)
            {
                _logger.LeftOver(left.Entries + left.Dead, factory.Place, options.Value.MaxAge);
                _isSaid = true;
            }

            _problem = null;
            return left.Entries + left.Dead <= 0 && !factory.HasPutAside;
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            // Whatever it was: an app whose outbox is off does not end for it.
            if (_problem != failure.Message)
            {
                _problem = failure.Message;
                _logger.NotExpired(failure.Message);
            }

            return false;
        }
    }
}
