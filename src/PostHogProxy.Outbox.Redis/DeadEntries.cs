using System.Globalization;
using PostHogProxy.Keeping;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>What a person may do about dead letters.</summary>
internal sealed class DeadEntries(RedisCommands commands, OutboxKeys keys, Removal removal)
{
    private const string DeadStream = "dead";
    private const int MostAtOnce = 256;
    private const int Texts = 5;

    /// <summary>The newest first.</summary>
    public async ValueTask<IReadOnlyList<DeadLetter>> NewestAsync(int count, CancellationToken cancellationToken)
    {
        var answer = await commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.DeadLetters, [keys.Dead, keys.DeadIndex], [count]), cancellationToken).ConfigureAwait(false);
        var texts = (string?[]?)answer ?? [];
        var letters = new List<DeadLetter>();
        for (var at = 0; at + Texts <= texts.Length; at += Texts)
        {
            var stream = texts[at + 1] ?? "";
            letters.Add(new(
                texts[at]!, OutboxKeys.Kind(stream), OutboxKeys.Proxy(stream), RequestEntry.Time(Number(texts[at + 3])) ?? DateTime.UnixEpoch,
                (int)Number(texts[at + 2]), Number(texts[at + 4])));
        }

        return letters;
    }

    public async ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken)
    {
        var retried = 0;
        foreach (var letter in await MeantAsync(id, cancellationToken).ConfigureAwait(false))
        {
            var field = await commands.RunAsync(redis => redis.StreamRangeAsync(keys.Dead, letter.Id, letter.Id, 1), cancellationToken).ConfigureAwait(false);
            if (field is not [var entry, ..] || entry["stream"].ToString() is not { Length: > 0 } stream)
            {
                continue;
            }

            RedisKey[] changed = [keys.Dead, keys.DeadIndex, keys.Stream(stream), keys.Index, keys.Totals, keys.Streams];
            RedisValue[] values = [letter.ToString(), stream, OutboxKeys.IsReplay(stream) ? "1" : "0"];
            retried += (int)await commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.Retry, changed, values), cancellationToken).ConfigureAwait(false);
        }

        return retried;
    }

    public async ValueTask<int> RemoveAsync(string? id, CancellationToken cancellationToken) =>
        await removal.RemoveAsync(await MeantAsync(id, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    // What comes from a browser may be anything, the name of a request that waits among it.
    private async ValueTask<IReadOnlyList<EntryName>> MeantAsync(string? id, CancellationToken cancellationToken)
    {
        if (id is not null)
        {
            return EntryName.Parse(id) is { Stream: DeadStream } one ? [one] : [];
        }

        var all = new List<EntryName>();
        for (var from = 0; ; from += MostAtOnce)
        {
            var names = await commands.RunAsync(redis => redis.SortedSetRangeByRankAsync(keys.DeadIndex, from, from + MostAtOnce - 1), cancellationToken).ConfigureAwait(false);
            all.AddRange(names.Select(name => EntryName.Parse(name.ToString())).OfType<EntryName>().Where(static name => name.Stream == DeadStream));
            if (names.Length < MostAtOnce)
            {
                return all;
            }
        }
    }

    private static long Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
