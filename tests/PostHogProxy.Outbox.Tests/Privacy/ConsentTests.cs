using PostHogProxy.Outbox.Tests.Hosting;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Privacy;

public sealed class ConsentTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public static TheoryData<PostHogOutboxMode> Modes => [PostHogOutboxMode.OnFailure, PostHogOutboxMode.WriteAhead];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Nothing_is_stored_of_a_visitor_without_consent(PostHogOutboxMode mode)
    {
        await using (var app = await OutboxApp.StartAsync(
            _folder.File, options => options.Mode = mode, options => options.DisabledWhen = context => context.Request.Cookies["consent"] != "yes"))
        {
            app.TakeDown(OutboxApp.Refuse);
            using var without = await app.SendAsync("without consent");
            Assert.True(without.IsSuccessStatusCode);
            app.Client.DefaultRequestHeaders.Add("Cookie", "consent=yes");
            using var with = await app.SendAsync("with consent");
            Assert.True(with.IsSuccessStatusCode);
        }

        Assert.Equal(["with consent"], await KeptAsync());
        NothingLies("without consent");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Nothing_is_stored_of_a_visitor_who_sends_Global_Privacy_Control(PostHogOutboxMode mode)
    {
        await using (var app = await OutboxApp.StartAsync(_folder.File, options => options.Mode = mode, options => options.RespectGlobalPrivacyControl = true))
        {
            app.TakeDown(OutboxApp.Refuse);
            using var ordinary = await app.SendAsync("ordinary");
            app.Client.DefaultRequestHeaders.Add("Sec-GPC", "1");
            using var refused = await app.SendAsync("private");
            using var recording = await app.SendAsync("private recording", "/s/");
            Assert.True(refused.IsSuccessStatusCode && recording.IsSuccessStatusCode);
        }

        Assert.Equal(["ordinary"], await KeptAsync());
        NothingLies("private");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Nothing_is_stored_while_PostHog_is_off(PostHogOutboxMode mode)
    {
        await using (var app = await OutboxApp.StartAsync(_folder.File, options => options.Mode = mode, options => options.Disabled = true))
        {
            using var answer = await app.SendAsync("off");
            Assert.True(answer.IsSuccessStatusCode);
        }

        Assert.Empty(await KeptAsync());
        NothingLies("off");
    }

    [Fact]
    public async Task Nothing_is_stored_of_a_feature_that_is_off()
    {
        await using (var app = await OutboxApp.StartAsync(_folder.File, proxy: options => options.Features = PostHogFeatures.All & ~PostHogFeatures.Replay))
        {
            app.TakeDown(OutboxApp.Refuse);
            using var answer = await app.SendAsync("recording", "/s/");
        }

        await using var store = _folder.Open();
        Assert.Empty(await store.DueAsync(PostHogProxy.Keeping.OutboxKind.Replay, now: DateTime.UtcNow));
    }

    private async Task<IReadOnlyList<string>> KeptAsync()
    {
        await using var store = _folder.Open();
        var kept = (await store.DueAsync(now: DateTime.UtcNow.AddMinutes(30))).Concat(await store.DueAsync(PostHogProxy.Keeping.OutboxKind.Replay, now: DateTime.UtcNow));
        return [.. kept.Select(one => System.Text.Json.JsonDocument.Parse(one.Request.Body).RootElement.GetProperty("event").GetString()!)];
    }

    private void NothingLies(string text)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_folder.File)!))
        {
            Assert.DoesNotContain($"\"{text}\"", File.ReadAllText(file), StringComparison.Ordinal);
        }
    }
}
