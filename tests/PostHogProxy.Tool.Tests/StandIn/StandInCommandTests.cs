using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Tool.Tests.StandIn;

public sealed class StandInCommandTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task The_one_line_that_it_says_is_enough_for_an_app_that_maps_its_proxy_in_code()
    {
        await using var standIn = await StandInProcess.StartAsync(home: null, "--http");
        await using var app = await StartAsync(standIn.Origin);

        using var answer = await Http.PostAsync(app.Urls.First() + "/k3fw/e/", Event("phc_abc"), TestContext.Current.CancellationToken);
        using var script = await Http.GetAsync(app.Urls.First() + "/k3fw/static/array.js", TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (answer.StatusCode, script.StatusCode));
        Assert.EndsWith("  bought  phc_abc", await standIn.ReadUntilAsync(line => line.Contains("bought", StringComparison.Ordinal)), StringComparison.Ordinal);
        using var rows = JsonDocument.Parse(await Http.GetStringAsync(new Uri(standIn.Panel, "/requests"), TestContext.Current.CancellationToken));
        Assert.Equal(["/e/", "/static/array.js"], rows.RootElement.EnumerateArray().Select(row => row.GetProperty("path").GetString()));
        Assert.All(rows.RootElement.EnumerateArray(), row => Assert.Equal(0, row.GetProperty("problems").GetArrayLength()));
        Assert.Contains("<h1>What PostHog saw</h1>", await Http.GetStringAsync(standIn.Panel, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_it_while_somebody_looks()
    {
        await using var standIn = await StandInProcess.StartAsync(home: null, "--http");
        await using var stream = await Http.GetStreamAsync(new Uri(standIn.Panel, "/stream"), TestContext.Current.CancellationToken);

        Assert.Equal(0, await standIn.InterruptAsync());
    }

    [Fact]
    public async Task With_a_token_any_other_is_a_problem()
    {
        await using var standIn = await StandInProcess.StartAsync(home: null, "--http", "--token", "phc_right", "--region", "eu");
        using var wrong = await Http.PostAsync(standIn.Origin + "/e/", Event("phc_wrong"), TestContext.Current.CancellationToken);
        using var right = await Http.PostAsync(standIn.Origin + "/e/", Event("phc_right"), TestContext.Current.CancellationToken);

        await standIn.ReadUntilAsync(line => line.EndsWith("bought  phc_right", StringComparison.Ordinal));

        Assert.Contains("problem: POST", standIn.Said, StringComparison.Ordinal);
        Assert.Contains("'phc_wrong' is no project of this stand-in", standIn.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("bought  phc_wrong", standIn.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_came_over_the_network_does_not_steer_the_terminal()
    {
        await using var standIn = await StandInProcess.StartAsync(home: null, "--http");
        using var answer = await Http.PostAsync(
            standIn.Origin + "/e/", new StringContent("""{"event":"\u001b[2Jbought","distinct_id":"d","api_key":"phc_a"}"""), TestContext.Current.CancellationToken);

        var line = await standIn.ReadUntilAsync(line => line.Contains("bought", StringComparison.Ordinal));

        Assert.DoesNotContain('\u001b', line);
    }

    [Fact]
    public async Task Without_a_development_certificate_it_says_how_to_get_one()
    {
        using var home = new Home();
        await using var standIn = await StandInProcess.StartAsync(home.Path);

        await standIn.ReadUntilAsync(line => line.Contains("--http", StringComparison.Ordinal));

        Assert.StartsWith("https://localhost:", standIn.Origin, StringComparison.Ordinal);
        Assert.Contains("Run 'dotnet dev-certs https --trust'", standIn.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_shows_the_development_certificate()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Where certificates of a user lie is Linux's here.");
        using var home = new Home();
        using var certificate = home.AddDevelopmentCertificate();
        await using var standIn = await StandInProcess.StartAsync(home.Path);
        await using var app = await StartAsync(standIn.Origin, certificate);

        using var answer = await Http.PostAsync(app.Urls.First() + "/k3fw/e/", Event("phc_abc"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await standIn.ReadUntilAsync(line => line.EndsWith("bought  phc_abc", StringComparison.Ordinal));
        Assert.DoesNotContain("dev-certs", standIn.Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--panel-port")]
    public async Task A_port_that_is_taken_is_named_with_its_option(string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString();
        var other = option == "--port" ? "--panel-port" : "--port";

        var run = await ToolProcess.RunAsync("standin", "--http", option, port, other, "0");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal($"posthog-proxy: Port {port} of 127.0.0.1 is taken. Name another one with {option}, or 0 for any free one.\n", run.Error);
    }

    private static StringContent Event(string token) => new($$"""{"event":"bought","distinct_id":"d","api_key":"{{token}}"}""");

    private static async Task<WebApplication> StartAsync(string origin, X509Certificate2? trusted = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["PostHogProxy:IngestOrigin"] = origin });
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();

        // Who trusts the certificate on the machine needs no such lines; a test changes no machine.
        app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options => options.ConfigureHandler = trusted is null ? null : handler =>
        {
            handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(trusted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private sealed class Home : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("posthog-proxy-home-").FullName;

        // As `dotnet dev-certs https` makes it: for localhost, with ASP.NET Core's mark.
        public X509Certificate2 AddDevelopmentCertificate()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName("localhost");
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(new X509Extension(new Oid("1.3.6.1.4.1.311.84.1.1"), [2], critical: false));
            var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
            var store = Directory.CreateDirectory(System.IO.Path.Combine(Path, ".dotnet/corefx/cryptography/x509stores/my")).FullName;
            File.WriteAllBytes(System.IO.Path.Combine(store, certificate.Thumbprint + ".pfx"), certificate.Export(X509ContentType.Pfx));
            return certificate;
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
