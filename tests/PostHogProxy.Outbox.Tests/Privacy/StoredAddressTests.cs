using System.Net;
using Microsoft.AspNetCore.Builder;
using PostHogProxy.Outbox.Tests.Hosting;
using PostHogProxy.Outbox.Tests.Stores;

namespace PostHogProxy.Outbox.Tests.Privacy;

public sealed class StoredAddressTests : IDisposable
{
    private readonly StoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ClientAddressMode.Forward, "203.0.113.77", "203.0.113.77")]
    [InlineData(ClientAddressMode.Truncate, "203.0.113.77", "203.0.113.0")]
    [InlineData(ClientAddressMode.Omit, "203.0.113.77", null)]
    [InlineData(ClientAddressMode.Forward, "2001:db8:1:2::7", "2001:db8:1:2::7")]
    [InlineData(ClientAddressMode.Truncate, "2001:db8:1:2::7", "2001:db8:1::")]
    [InlineData(ClientAddressMode.Omit, "2001:db8:1:2::7", null)]
    public async Task What_lies_in_the_file_is_the_address_that_PostHog_would_have_been_given(ClientAddressMode mode, string address, string? kept)
    {
        await using (var app = await OutboxApp.StartAsync(
            _folder.File,
            proxy: options => options.ClientAddress = mode,
            before: app => app.Use((context, next) =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(address);
                return next(context);
            })))
        {
            app.TakeDown(OutboxApp.Refuse);
            app.Client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            app.Client.DefaultRequestHeaders.Add("X-Real-IP", address);
            app.Client.DefaultRequestHeaders.Add("Forwarded", $"for=\"{address}\"");
            using var answer = await app.SendAsync("kept");
            Assert.True(answer.IsSuccessStatusCode);
        }

        await using var store = _folder.Open();
        var request = Assert.Single(await store.DueAsync(now: DateTime.UtcNow.AddMinutes(30))).Request;
        Assert.Equal(kept is null ? [] : [kept], request.Headers.Where(header => header.Key == "X-Forwarded-For").Select(header => header.Value));
        if (kept != address)
        {
            Assert.DoesNotContain(request.Headers, header => header.Value.Contains(address, StringComparison.Ordinal));
            Assert.DoesNotContain(address, System.Text.Encoding.UTF8.GetString(request.Body), StringComparison.Ordinal);
        }
    }
}
