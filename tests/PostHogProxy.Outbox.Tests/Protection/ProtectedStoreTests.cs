using System.Text;
using Microsoft.AspNetCore.DataProtection;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Protection;

public sealed class ProtectedStoreTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private readonly StoreFolder _folder = new();
    private readonly ITimeLimitedDataProtector _keys = NewKeys();
    private readonly DateTime _now = DateTime.UtcNow;
    private int _foreign;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData((int)OutboxKind.Events)]
    [InlineData((int)OutboxKind.Logs)]
    [InlineData((int)OutboxKind.Replay)]
    public async Task What_is_kept_encrypted_comes_back_as_it_was(int kind)
    {
        await using var store = Over(_folder.Open(), _keys);
        var request = Sample.Request(1, (OutboxKind)kind, at: Whole(_now));
        Assert.Equal(Kept.Yes, await store.AddAsync(request));

        var back = Assert.Single(await store.DueAsync((OutboxKind)kind, now: _now)).Request;

        Assert.Equal((request.Kind, request.ReceivedAt, request.Path, request.Query), (back.Kind, back.ReceivedAt, back.Path, back.Query));
        Assert.Equal(request.Headers, back.Headers);
        Assert.Equal(request.Body, back.Body);
    }

    [Fact]
    public async Task Neither_body_nor_head_is_readable_in_any_file_of_the_store()
    {
        var store = Over(_folder.Open(), _keys);
        await using (store)
        {
            await store.AddAsync(Sample.Request(1, at: _now) with { Body = "jane@shop.example"u8.ToArray(), Query = "?secret-query=1" });
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_folder.File)!))
            {
                var text = Encoding.Latin1.GetString(Bytes(file));
                Assert.DoesNotContain("jane@shop.example", text, StringComparison.Ordinal);
                Assert.DoesNotContain("secret-query", text, StringComparison.Ordinal);
                Assert.DoesNotContain("203.0.113.7", text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task What_other_keys_have_encrypted_is_neither_sent_nor_deleted_nor_counted_as_a_failure()
    {
        await using (var other = Over(_folder.Open(), NewKeys()))
        {
            for (var number = 0; number < 5; number++)
            {
                await other.AddAsync(Sample.Request(number, at: _now));
            }
        }

        var plain = _folder.Open();
        await using var store = Over(plain, _keys);
        Assert.Empty(await store.DueAsync(count: 2, now: _now));
        Assert.Equal(5, (await store.MeasureAsync(TestContext.Current.CancellationToken)).Entries);
        Assert.NotEqual(0, _foreign);

        // Later they are tried again, and nothing was counted against them.
        var later = await plain.DueAsync(Sample.Proxy, OutboxKind.Events, 10, _now.AddMinutes(30), TestContext.Current.CancellationToken);
        Assert.Equal(5, later.Count);
        Assert.All(later, request => Assert.Equal(0, request.Attempts));
    }

    [Fact]
    public async Task What_other_keys_have_encrypted_does_not_stand_in_the_way_of_ones_own()
    {
        await using (var other = Over(_folder.Open(), NewKeys()))
        {
            for (var number = 0; number < 7; number++)
            {
                await other.AddAsync(Sample.Request(number, at: _now));
            }
        }

        await using var store = Over(_folder.Open(), _keys);
        await store.AddAsync(Sample.Request(99, at: _now));

        Assert.Equal("body 99?ip=0&n=99", Sample.Name(Assert.Single(await store.DueAsync(count: 1, now: _now)).Request));
    }

    [Fact]
    public async Task The_app_that_has_the_keys_sends_what_another_could_not_open()
    {
        await using (var mine = Over(_folder.Open(), _keys))
        {
            await mine.AddAsync(Sample.Request(1, at: _now));
        }

        await using (var other = Over(_folder.Open(), NewKeys()))
        {
            Assert.Empty(await other.DueAsync(now: _now));
        }

        await using var again = Over(_folder.Open(), _keys);
        Assert.Single(await again.DueAsync(now: _now.AddMinutes(11)));
    }

    [Fact]
    public async Task What_was_kept_before_the_setting_changed_is_sent_either_way()
    {
        await using (var plain = Over(_folder.Open(), _keys, seals: false))
        {
            await plain.AddAsync(Sample.Request(1, at: _now));
        }

        await using (var sealing = Over(_folder.Open(), _keys))
        {
            await sealing.AddAsync(Sample.Request(2, at: _now));
            Assert.Equal(2, (await sealing.DueAsync(now: _now)).Count);
        }

        await using var off = Over(_folder.Open(), _keys, seals: false);
        Assert.Equal(2, (await off.DueAsync(now: _now)).Count);
        await using var without = Over(_folder.Open(), keys: null, seals: false);
        Assert.Equal("body 1?ip=0&n=1", Sample.Name(Assert.Single(await without.DueAsync(now: _now)).Request));
    }

    [Fact]
    public async Task The_keys_open_nothing_that_is_older_than_MaxAge_and_nobody_is_warned_of_foreign_keys()
    {
        await using var store = Over(_folder.Open(), _keys);
        await store.AddAsync(Sample.Request(1, at: _now - Day - TimeSpan.FromMinutes(1)));
        await store.AddAsync(Sample.Request(2, at: _now - Day + TimeSpan.FromMinutes(1)));

        Assert.Equal("body 2?ip=0&n=2", Sample.Name(Assert.Single(await store.DueAsync(now: _now)).Request));
        Assert.Equal(0, _foreign);
    }

    [Fact]
    public void A_request_of_another_purpose_does_not_open()
    {
        var provider = DataProtectionProvider.Create(Directory.CreateDirectory(Path.Combine(_folder.Folder, "one ring")));
        var mine = provider.CreateProtector("one").ToTimeLimitedDataProtector();
        var other = provider.CreateProtector("two").ToTimeLimitedDataProtector();

        var kept = ProtectedRequest.Seal(Sample.Request(1, at: _now), mine, Day);

        Assert.NotNull(ProtectedRequest.Open(kept, mine));
        Assert.Null(ProtectedRequest.Open(kept, other));
        Assert.Null(ProtectedRequest.Open(kept with { Body = kept.Body[..^1] }, mine));
        Assert.Null(ProtectedRequest.Open(kept with { Body = [] }, mine));
    }

    [Fact]
    public async Task A_key_ring_that_fails_keeps_nothing_in_plain_text()
    {
        await using var store = new ProtectedStore(_folder.Open(), new BrokenKeys(), seals: true, Day, () => { });

        await Assert.ThrowsAsync<System.Security.Cryptography.CryptographicException>(() => store.AddAsync(Sample.Request(1, at: _now)));
        Assert.Equal(0, (await store.MeasureAsync(TestContext.Current.CancellationToken)).Entries);
    }

    private static DateTime Whole(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    private static ITimeLimitedDataProtector NewKeys() => new EphemeralDataProtectionProvider().CreateProtector("test").ToTimeLimitedDataProtector();

    private static byte[] Bytes(string file)
    {
        using var shared = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        shared.CopyTo(copy);
        return copy.ToArray();
    }

    private ProtectedStore Over(IOutboxStore store, ITimeLimitedDataProtector? keys, bool seals = true) => new(store, keys, seals, Day, () => _foreign++);

    private sealed class BrokenKeys : ITimeLimitedDataProtector
    {
        public ITimeLimitedDataProtector CreateProtector(string purpose) => this;

        IDataProtector IDataProtectionProvider.CreateProtector(string purpose) => this;

        public byte[] Protect(byte[] plaintext, DateTimeOffset expiration) => throw new System.Security.Cryptography.CryptographicException("no ring");

        public byte[] Protect(byte[] plaintext) => throw new System.Security.Cryptography.CryptographicException("no ring");

        public byte[] Unprotect(byte[] protectedData, out DateTimeOffset expiration) => throw new System.Security.Cryptography.CryptographicException("no ring");

        public byte[] Unprotect(byte[] protectedData) => throw new System.Security.Cryptography.CryptographicException("no ring");
    }
}
