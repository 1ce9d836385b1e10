using System.Globalization;
using PostHogProxy.Keeping;
using StackExchange.Redis;

namespace PostHogProxy.Outbox.Redis;

/// <summary>What a person may do about dead letters.</summary>
internal sealed class DeadEntries(RedisCommands commands, OutboxKeys keys, Removal removal)
{
    private const string DeadStream = "dead";
    private const int MostAtOnce = 256;
    private const int ReadAtOnce = 16;
    private const int Texts = 4;

    // A letter never changes while it is one, and to look at it again Redis would read its body again. These are of the last listing.
    private Dictionary<string, Letter> _known = new(StringComparer.Ordinal);

    /// <summary>The newest first.</summary>
    public async ValueTask<IReadOnlyList<DeadLetter>> NewestAsync(int count, CancellationToken cancellationToken)
    {
        var names = Names(await commands.RunAsync(
            redis => redis.SortedSetRangeByRankAsync(keys.DeadIndex, 0, count - 1, Order.Descending), cancellationToken).ConfigureAwait(false));
        var letters = await LettersAsync(names, cancellationToken).ConfigureAwait(false);
        _known = letters.ToDictionary(static letter => letter.Name.ToString(), StringComparer.Ordinal);
        return
        [
            .. letters.Select(static letter => new DeadLetter(
                letter.Name.ToString(), OutboxKeys.Kind(letter.Stream), OutboxKeys.Proxy(letter.Stream), letter.ReceivedAt, letter.Status, letter.Name.Bytes)),
        ];
    }

    public async ValueTask<int> RetryAsync(string? id, CancellationToken cancellationToken)
    {
        var retried = 0;
        foreach (var names in (await MeantAsync(id, cancellationToken).ConfigureAwait(false)).Chunk(ReadAtOnce))
        {
            foreach (var (name, stream, _, _) in await LettersAsync(names, cancellationToken).ConfigureAwait(false))
            {
                if (stream.Length == 0)
                {
                    continue;
                }

                RedisKey[] changed = [keys.Dead, keys.DeadIndex, keys.Stream(stream), keys.Index, keys.Totals, keys.Streams];
                RedisValue[] values = [name.ToString(), stream, OutboxKeys.IsReplay(stream) ? "1" : "0"];
                retried += (int)await commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.Retry, changed, values), cancellationToken).ConfigureAwait(false);
            }
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
            return EntryName.Parse(id) is { Stream: DeadStream } one
                && await commands.RunAsync(redis => redis.SortedSetScoreAsync(keys.DeadIndex, id), cancellationToken).ConfigureAwait(false) is not null ? [one] : [];
        }

        var all = new List<EntryName>();
        for (var from = 0; ; from += MostAtOnce)
        {
            var names = await commands.RunAsync(redis => redis.SortedSetRangeByRankAsync(keys.DeadIndex, from, from + MostAtOnce - 1), cancellationToken).ConfigureAwait(false);
            all.AddRange(Names(names));
            if (names.Length < MostAtOnce)
            {
                return all;
            }
        }
    }

    // In the order of the names; without those whose entry somebody has deleted.
    private async ValueTask<IReadOnlyList<Letter>> LettersAsync(IReadOnlyList<EntryName> names, CancellationToken cancellationToken)
    {
        var known = _known;
        var read = new Dictionary<string, Letter>(StringComparer.Ordinal);
        foreach (var unknown in names.Where(name => !known.ContainsKey(name.ToString())).Chunk(ReadAtOnce))
        {
            RedisValue[] values = [.. unknown.Select(static name => (RedisValue)name.ToString())];
            var answer = await commands.RunAsync(redis => redis.ScriptEvaluateAsync(Scripts.DeadLetters, [keys.Dead], values), cancellationToken).ConfigureAwait(false);
            foreach (var texts in ((string?[]?)answer ?? []).Chunk(Texts))
            {
                read[texts[0]!] = new(EntryName.Of(texts[0]!), texts[1] ?? "", (int)Number(texts[2]), RequestEntry.Time(Number(texts[3])) ?? DateTime.UnixEpoch);
            }
        }

        return [.. names.Select(name => known.GetValueOrDefault(name.ToString()) ?? read.GetValueOrDefault(name.ToString())).OfType<Letter>()];
    }

    private static IReadOnlyList<EntryName> Names(RedisValue[] names) =>
        [.. names.Select(static name => EntryName.Parse(name.ToString())).OfType<EntryName>().Where(static name => name.Stream == DeadStream)];

    private static long Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private sealed record Letter(EntryName Name, string Stream, int Status, DateTime ReceivedAt);
}
