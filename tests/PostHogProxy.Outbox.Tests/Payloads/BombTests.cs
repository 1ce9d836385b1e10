using System.IO.Compression;
using System.Text;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Erasing;
using PostHogProxy.Payloads;
using PostHogProxy.Outbox.Sending;
using PostHogProxy.Outbox.Tests.Sending;
using PostHogProxy.Outbox.Tests.Stores;
using PostHogProxy.Outbox.Times;

namespace PostHogProxy.Outbox.Tests.Payloads;

/// <summary>A small body that unpacks to a very large one.</summary>
public sealed class BombTests
{
    private const int MiB = 1 << 20;
    private static readonly DateTime Later = Sample.Noon.AddHours(1);

    public static TheoryData<string, string> Wraps
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var kind in new[] { "Events", "Replay" })
            {
                foreach (var wrap in new[] { "gzip", "base64", "form", "two members" })
                {
                    data.Add(kind, wrap);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Wraps))]
    public void A_bomb_goes_as_it_came_and_is_counted(string kind, string wrap)
    {
        var bomb = Wrapped(Enum.Parse<OutboxKind>(kind), wrap, 40 * MiB);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var timed = TrueTimes.For(bomb, Later);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * MiB);
        Assert.False(timed.WasRead);
        Assert.Same(bomb.Body, timed.Request.Body);
        Assert.Equal(Erasure.Unreadable, new PersonEraser("d").Erase(bomb).Erasure);
        Assert.Null(Tokens.Of(bomb));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void The_limit_is_32_MiB_to_the_byte(int more, bool isRead)
    {
        var unpacked = Events(32 * MiB + more);
        Assert.Equal(32 * MiB + more, unpacked.Length);
        Assert.Equal(isRead, TrueTimes.For(Request(OutboxKind.Events, Pack(unpacked), "text/plain"), Later).WasRead);
        Assert.Equal(isRead, Gzip.Decompress(Pack(unpacked))?.AsSpan().SequenceEqual(unpacked) ?? false);
    }

    [Fact]
    public void A_body_that_is_only_long_is_read_although_it_is_no_bomb() =>
        Assert.True(TrueTimes.For(Request(OutboxKind.Events, Events(33 * MiB), "application/json"), Later).WasRead);

    [Theory]
    [InlineData("{}", "Events")]
    [InlineData("""{"offset":1}""", "Events")]
    [InlineData("""{"timestamp":"","offset":1}""", "Events")]
    [InlineData("""{"sent_at":"2026-11-29T11:59:59Z"}""", "Replay")]
    public void A_list_of_next_to_nothing_does_not_grow_to_many_times_its_size(string item, string kind)
    {
        var json = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat(item, 30 * MiB / (item.Length + 1))) + "]");
        var timed = TrueTimes.For(Request(Enum.Parse<OutboxKind>(kind), Pack(json), "text/plain"), Later);
        Assert.False(timed.WasRead);
        Assert.InRange(timed.Request.Body.Length, 0, MiB);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(300_000)]
    public void As_many_of_the_shortest_events_as_PostHog_takes_are_read(int count)
    {
        var json = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat("""{"event":"a","distinct_id":"d","offset":1}""", count)) + "]");
        Assert.True(TrueTimes.For(Request(OutboxKind.Events, Pack(json), "text/plain"), Later).WasRead);
    }

    [Fact]
    public void Broken_gzip_is_no_failure()
    {
        var packed = Pack(Events(MiB));
        for (var length = 3; length < packed.Length; length += packed.Length / 50)
        {
            var broken = packed[..length];
            Assert.Same(broken, TrueTimes.For(Request(OutboxKind.Events, broken, "text/plain"), Later).Request.Body);
        }
    }

    [Fact]
    public async Task Bombs_hold_up_nobody_in_the_drainer()
    {
        var bomb = Pack(Events(64 * MiB));
        await using var drain = new Drain(new OutboxPolicy { MaxConcurrency = 8 }, before: drain =>
        {
            for (var number = 0; number < 20; number++)
            {
                drain.Store.Add(Sample.Proxy, Sample.Request(number, at: drain.Time.GetUtcNow().UtcDateTime) with { Body = bomb });
            }

            drain.Keep(Enumerable.Range(20, 20));
        });
        await drain.RunAsync(TimeSpan.FromMinutes(1));
        Assert.Empty(drain.Store.Rows);
        Assert.Equal(40, drain.Names.Count);
    }

    private static KeptRequest Wrapped(OutboxKind kind, string wrap, int size)
    {
        var packed = Pack(Events(size));
        return wrap switch
        {
            "gzip" => Request(kind, packed, "text/plain"),
            "base64" => Request(kind, Encoding.ASCII.GetBytes(Convert.ToBase64String(packed)), "text/plain"),
            "form" => Request(kind, Encoding.ASCII.GetBytes("data=" + Uri.EscapeDataString(Convert.ToBase64String(packed)) + "&compression=base64"), "application/x-www-form-urlencoded"),
            _ => Request(kind, [.. Pack(Events(20 * MiB)), .. Pack(Events(size - 20 * MiB))], "text/plain"),
        };
    }

    private static KeptRequest Request(OutboxKind kind, byte[] body, string type) => new()
    {
        Kind = kind,
        ReceivedAt = Sample.Noon,
        Path = kind == OutboxKind.Replay ? "/s/" : "/e/",
        Headers = [new("Content-Type", type)],
        Body = body,
    };

    private static byte[] Events(int size)
    {
        var begin = """[{"event":"a","distinct_id":"d","timestamp":"2026-11-29T11:59:59Z","properties":{"x":" """u8;
        var end = "\"}}]"u8;
        var json = new byte[size];
        json.AsSpan().Fill((byte)' ');
        begin.CopyTo(json);
        end.CopyTo(json.AsSpan(size - end.Length));
        return json;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
