using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace PostHogProxy.OpenTelemetry.Tests.Monitoring;

/// <summary>A real Prometheus on 127.0.0.1 that scrapes one app every second and loads the rules of this project.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly Task<string> _said;
    private readonly HttpClient _http;

    private PrometheusServer(Process process, string folder, int port)
    {
        (_process, _folder) = (process, folder);
        _said = process.StandardError.ReadToEndAsync();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public static async Task<PrometheusServer> StartAsync(Uri app, string rules)
    {
        var folder = Directory.CreateTempSubdirectory("posthog-proxy-prometheus-").FullName;
        var port = FreePort();
        var file = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(file, $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
            rule_files: [ '{{rules}}' ]
            scrape_configs:
              - job_name: storefront
                static_configs: [ { targets: [ '{{app.Authority}}' ] } ]
            """);
        var start = new ProcessStartInfo(
            Programs.Find("prometheus"),
            [$"--config.file={file}", $"--storage.tsdb.path={folder}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"])
        {
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        var server = new PrometheusServer(Process.Start(start)!, folder, port);
        await Until.TrueAsync(server.IsReadyAsync, () => server._process.HasExited ? $"Prometheus ended: {server._said.Result}" : "Prometheus is not ready.");
        return server;
    }

    /// <summary>The series that an expression gives now.</summary>
    public async Task<int> CountAsync(string expression)
    {
        using var answer = JsonDocument.Parse(await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}"));
        Assert.True(answer.RootElement.GetProperty("status").GetString() == "success", $"{expression}: {answer.RootElement}");
        return answer.RootElement.GetProperty("data").GetProperty("result").GetArrayLength();
    }

    /// <summary>Each rule with its health.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RulesAsync()
    {
        using var answer = JsonDocument.Parse(await GetAsync("/api/v1/rules"));
        return answer.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray())
            .ToDictionary(rule => rule.GetProperty("name").GetString()!, rule => rule.GetProperty("health").GetString()!, StringComparer.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _said;
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await _http.GetAsync("/-/ready", TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException) when (!_process.HasExited)
        {
            return false;
        }
    }

    // A refused expression comes with a reason, in JSON too.
    private async Task<string> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
