using System.Text.RegularExpressions;

namespace PostHogProxy.Package.Tests.Consumers;

/// <summary>An app of MVC with a layout in each area.</summary>
[Collection(BuiltApps.Collection)]
public sealed class MvcAreasTests(BuiltApps apps)
{
    private const string Event = """{"api_key":"phc_intranet","event":"seen","distinct_id":"d"}""";

    [Fact]
    public async Task An_event_goes_where_the_layout_of_an_area_says()
    {
        await using var postHog = await UpstreamPostHog.StartAsync();
        await using var app = await RunningApp.StartAsync(apps.Folder("Intranet/bin/Debug/net10.0"), "Intranet.dll", postHog.Origin);
        using var browser = new HttpClient();

        var page = await browser.GetStringAsync(new Uri(app.Address, "/Team/Home"));
        var apiHost = Regex.Match(page, "\"api_host\":\"([^\"]+)\"").Groups[1].Value.Replace("\\u002F", "/", StringComparison.Ordinal);
        using var answer = await browser.PostAsync(new Uri(app.Address, apiHost + "/e/?ip=0"), new StringContent(Event));

        Assert.Contains("<h1>Team</h1>", page, StringComparison.Ordinal);
        Assert.Equal("/m", apiHost);
        Assert.Equal("""{"status":"Ok"}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["POST /e/?ip=0 " + Event], postHog.Received);
    }
}
