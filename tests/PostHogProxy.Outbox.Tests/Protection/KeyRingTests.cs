using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using PostHogProxy.Outbox.Protection;
using PostHogProxy.Outbox.Stores;
using PostHogProxy.Outbox.Tests.Hosting;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Protection;

public sealed class KeyRingTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keys_in_a_folder_of_their_own_are_good() => Assert.Null(KeyRing.Problem(Services(services => services.AddDataProtection().PersistKeysToFileSystem(new(_folder.Folder)))));

    [Fact]
    public void An_app_without_Data_Protection_is_refused() => Refused(_ => { }, "the app has no Data Protection");

    [Fact]
    public void Keys_in_memory_are_refused() => Refused(services => services.AddDataProtection().UseEphemeralDataProtectionProvider(), "live in memory only");

    [Theory]
    [InlineData("1", null, false, "ends with the container")]
    [InlineData("TRUE", null, false, "ends with the container")]
    [InlineData("1", "", false, "ends with the container")]
    [InlineData("1", null, true, null)]
    [InlineData("1", "site-7", false, null)]
    [InlineData("0", null, false, null)]
    [InlineData(null, null, false, null)]
    public void Keys_in_their_usual_folder_are_good_unless_it_ends_with_a_container(string? container, string? appService, bool isMounted, string? problem)
    {
        string? Variable(string name) => name switch
        {
            "WEBSITE_INSTANCE_ID" => appService,
            "DOTNET_RUNNING_IN_CONTAINER" => container,
            _ => null,
        };
        var found = KeyRing.Problem(Services(static services => services.AddDataProtection()), Variable, "/home/app/keys", folder => isMounted && folder == "/home/app/keys");
        if (problem is null)
        {
            Assert.Null(found);
        }
        else
        {
            Assert.Contains(problem, found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Keys_in_a_folder_of_their_own_are_good_in_a_container_too() => Assert.Null(
        KeyRing.Problem(
            Services(services => services.AddDataProtection().PersistKeysToFileSystem(new(_folder.Folder))),
            static name => name == "DOTNET_RUNNING_IN_CONTAINER" ? "1" : null, "/home/app/keys", static _ => false));

    [Fact]
    public void A_user_without_a_folder_has_keys_in_memory_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has the registry.");
        Assert.Contains(
            "has no folder for Data Protection keys",
            KeyRing.Problem(Services(static services => services.AddDataProtection()), static _ => null, folder: null, static _ => true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/home/app/.aspnet/DataProtection-Keys", "/dev/sda1 /home/app/.aspnet ext4 rw 0 0", true)]
    [InlineData("/home/app/.aspnet/DataProtection-Keys", "/dev/sda1 /home/app/.aspnet/DataProtection-Keys ext4 rw 0 0", true)]
    [InlineData("/home/my app/keys", @"/dev/sda1 /home/my\040app ext4 rw 0 0", true)]
    [InlineData("/home/app/.aspnet/DataProtection-Keys", "overlay / overlay rw 0 0", false)]
    [InlineData("/home/app/.aspnet/DataProtection-Keys", "/dev/sda1 /home/app/.aspnet/Data ext4 rw 0 0", false)]
    [InlineData("/home/app/.aspnet/DataProtection-Keys", "spoilt", false)]
    public void A_volume_is_what_is_mounted_at_the_folder_or_above_it(string folder, string mount, bool isVolume) =>
        Assert.Equal(isVolume, Mounts.Has(folder, ["proc /proc proc rw 0 0", mount]));

    [Fact]
    public async Task The_app_does_not_start_with_Protect_and_keys_that_end_with_it_and_hears_the_cure()
    {
        var refused = await Assert.ThrowsAsync<OutboxStoreException>(() => OutboxApp.StartAsync(
            _folder.File, options => options.Protect = true, services: services => services.AddDataProtection().UseEphemeralDataProtectionProvider()));

        Assert.True(refused.IsSettings);
        Assert.Contains("PostHogProxy:Outbox:Protect is true", refused.Message, StringComparison.Ordinal);
        Assert.Contains("PersistKeysToFileSystem", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File));
    }

    [Fact]
    public async Task With_Protect_an_outage_is_survived_and_nothing_readable_lies_in_the_file()
    {
        await using var app = await OutboxApp.StartAsync(
            _folder.File,
            options => options.Protect = true,
            services: services => services.AddDataProtection().PersistKeysToFileSystem(new(Path.Combine(_folder.Folder, "keys"))));
        app.TakeDown(context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        using var answer = await app.SendAsync("an event of an outage");
        Assert.True(answer.IsSuccessStatusCode);
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_folder.File)!).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            Assert.DoesNotContain("an event of an outage", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        app.BringBack();
        await app.ArrivesAsync("an event of an outage");
    }

    private static void Refused(Action<IServiceCollection> add, string why)
    {
        var problem = KeyRing.Problem(Services(add));
        Assert.Contains(why, problem, StringComparison.Ordinal);
        Assert.Contains("PersistKeysToFileSystem", problem, StringComparison.Ordinal);
        Assert.Contains("set PostHogProxy:Outbox:Protect to false", problem, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection().AddLogging();
        add(services);
        return services.BuildServiceProvider();
    }
}
