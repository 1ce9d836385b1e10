using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Outbox.Tests.Sending;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>An outbox that was turned off sends nothing, and does not keep for ever what it has.</summary>
public sealed class LeftoversTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_an_outbox_has_kept_before_it_was_turned_off_is_deleted_when_it_is_too_old_and_never_sent()
    {
        var now = DateTime.UtcNow;
        await using (var store = _folder.Open())
        {
            await store.AddAsync(Sample.Request(1, at: now.AddHours(-25)));
            await store.AddAsync(Sample.Request(2, at: now.AddHours(-26)));
            await store.BuryAsync((await store.DueAsync(now: now))[0].Id, 400, TestContext.Current.CancellationToken);
            await store.AddAsync(Sample.Request(3, at: now.AddHours(-1)));
        }

        var aside = _folder.File + ".broken-20261101-120000-000";
        await File.WriteAllTextAsync(aside, "jane@shop.example", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(aside, now.AddHours(-25));
        await using (var app = await OutboxApp.StartAsync(_folder.File, options => options.Mode = PostHogOutboxMode.Off))
        {
            await SaidAsync(app, 73);
            Assert.Contains(_folder.File, Assert.Single(app.Log.Of(73)).Text, StringComparison.Ordinal);
            Assert.Contains("1 request(s)", Assert.Single(app.Log.Of(73)).Text, StringComparison.Ordinal);
            Assert.StartsWith("2 ", Assert.Single(app.Log.Of(67)).Text, StringComparison.Ordinal);
            Assert.Equal(200, (int)(await app.SendAsync("live")).StatusCode);
            await app.ArrivesAsync("live");
            Assert.Single(app.Journal.Events);
        }

        Assert.False(File.Exists(aside));
        await using var again = _folder.Open();
        Assert.Equal("?ip=0&n=3", Assert.Single(await again.DueAsync(now: now)).Request.Query);
    }

    [Fact]
    public async Task What_is_young_now_is_deleted_when_it_gets_too_old()
    {
        var time = new FakeTime();
        await using (var store = _folder.Open())
        {
            await store.AddAsync(Sample.Request(1, at: time.Start.UtcDateTime.AddHours(-1)));
        }

        await using var app = await OutboxApp.StartAsync(
            _folder.File, options => options.Mode = PostHogOutboxMode.Off, services: services => services.AddSingleton<TimeProvider>(time));
        await SaidAsync(app, 73);
        await Until.TrueAsync(() =>
        {
            time.Step(TimeSpan.FromMinutes(5));
            return app.Log.Of(67).Count > 0;
        });
        Assert.True(time.Elapsed > TimeSpan.FromHours(23));
        Assert.StartsWith("1 ", Assert.Single(app.Log.Of(67)).Text, StringComparison.Ordinal);
        Assert.Single(app.Log.Of(73));
        Assert.Empty(app.Log.Of(74));
    }

    [Fact]
    public async Task An_outbox_that_is_off_and_never_was_on_makes_no_file()
    {
        await using (var app = await OutboxApp.StartAsync(_folder.File, options => options.Mode = PostHogOutboxMode.Off))
        {
            await app.SendAsync("live");
            await app.ArrivesAsync("live");
            Assert.Empty(app.Log.Of(73).Concat(app.Log.Of(74)));
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(_folder.File)));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_does_not_end_an_app_whose_outbox_is_off()
    {
        await using (_folder.Open())
        {
        }

        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder.File};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        await using var app = await OutboxApp.StartAsync(_folder.File, options => options.Mode = PostHogOutboxMode.Off);
        await SaidAsync(app, 74);
        Assert.Contains("schema 99", Assert.Single(app.Log.Of(74)).Text, StringComparison.Ordinal);
        await app.SendAsync("live");
        await app.ArrivesAsync("live");
    }

    private static Task SaidAsync(OutboxApp app, int id) => Until.TrueAsync(() => app.Log.Of(id).Count > 0);
}
