using PostHogProxy.Testing;
using PostHogProxy.Verification.Checks;

namespace PostHogProxy.Verification.Tests.Servers;

/// <summary>Caddy as PostHog's guide sets it up, written from what that guide says, and what is true about it.</summary>
public sealed class CaddyTests
{
    private static readonly Uri Page = new("https://www.shop.example");

    // "handle /static" is that path alone: what lies below it goes to the ingest host.
    [Fact]
    public async Task The_guides_configuration_sends_scripts_to_the_ingest_host()
    {
        await using var server = await StartAsync("/static", "header_down -Access-Control-Allow-Origin");

        Assert.Equal(["PHX5126", "PHX5160", "PHX5161", "PHX5162"], Problems(await server.VerifyAsync(page: Page)));
    }

    // PostHog's ingest host serves /static today: then it shows that the guide takes the CORS header away, for a proxy on a host of its own.
    [Fact]
    public async Task The_guides_configuration_closes_the_answers_to_pages()
    {
        await using var server = await StartAsync("/static", "header_down -Access-Control-Allow-Origin", new() { IngestServesStatic = true });

        var report = await server.VerifyAsync(page: Page);

        Assert.Equal(["PHX5156", "PHX5160", "PHX5161", "PHX5162"], Problems(report));
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5156" && finding.Message.Contains("https://www.shop.example", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_cures_nothing_is_left()
    {
        await using var server = await StartAsync(
            "/static/*",
            """
            header_down -Set-Cookie
                  header_down -Strict-Transport-Security
                  header_down -Alt-Svc
                  header_down -NEL
                  header_down -Report-To
                  header_down -Content-Security-Policy-Report-Only
            """);

        Assert.Empty(Problems(await server.VerifyAsync(page: Page)));
    }

    private static IEnumerable<string> Problems(VerificationReport report) =>
        report.Findings.Where(finding => finding.IsProblem).Select(finding => finding.Id).Order(StringComparer.Ordinal);

    private static Task<RealServer> StartAsync(string assets, string headers, StandInOptions? options = null) => RealServer.StartAsync(
        "caddy",
        "Caddyfile",
        (port, postHog, _) =>
            $$"""
            {
              admin off
              auto_https off
            }
            http://127.0.0.1:{{port}} {
              handle {{assets}} {
                {{Forward("eu-assets.i.posthog.com", postHog, headers)}}
              }
              handle {
                {{Forward("eu.i.posthog.com", postHog, headers)}}
              }
            }
            """,
        file => ["run", "--config", file, "--adapter", "caddyfile"],
        options);

    // The guide names PostHog's host; here the connection goes to the stand-in's port, under that name.
    private static string Forward(string host, int port, string headers) =>
        $$"""
        reverse_proxy https://127.0.0.1:{{port}} {
                  header_up Host {{host}}
                  {{headers}}
                  transport http {
                    tls_server_name {{host}}
                    tls_insecure_skip_verify
                  }
                }
        """;
}
