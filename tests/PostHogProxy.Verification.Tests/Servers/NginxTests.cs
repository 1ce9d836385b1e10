namespace PostHogProxy.Verification.Tests.Servers;

/// <summary>nginx as PostHog's guide sets it up, written from what that guide says, and what is true about it.</summary>
public sealed class NginxTests
{
    // The guide lets only pages of the team's domain through, by Referer; here every page of localhost.
    private static readonly Uri Page = new("http://localhost");

    private const string GuidesReferer =
        """
        set $valid_referer 0;
        if ($http_referer ~* "^https?://localhost") { set $valid_referer 1; }
        if ($valid_referer = 0) { return 403; }
        """;

    [Fact]
    public async Task The_guides_configuration_lacks_the_name_in_the_handshake()
    {
        await using var server = await StartAsync(GuidesReferer, "");

        // PostHog is asked without a name in the TLS handshake, and the stand-in is strict about it; what its answers carry comes through.
        Assert.Equal(["PHX5127", "PHX5160", "PHX5161", "PHX5162"], Problems(await server.VerifyAsync(page: Page)));
    }

    [Fact]
    public async Task With_the_name_the_size_limit_and_PostHogs_own_headers_are_left()
    {
        await using var server = await StartAsync(GuidesReferer, "proxy_ssl_server_name on;");

        var report = await server.VerifyAsync(page: Page);

        Assert.Equal(["PHX5150", "PHX5160", "PHX5161", "PHX5162"], Problems(report));
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5150" && finding.Message.Contains("5 MB", StringComparison.Ordinal) && finding.Fix!.StartsWith("In nginx:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task From_a_page_that_the_guides_configuration_does_not_know_all_is_refused()
    {
        await using var server = await StartAsync(GuidesReferer, "proxy_ssl_server_name on;");

        var report = await server.VerifyAsync(page: new("https://www.shop.example"));

        Assert.Equal(["PHX5130"], Problems(report));
        Assert.Contains(report.Findings, finding => finding.Id == "PHX5130" && finding.Fix!.Contains("--origin", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_the_cures_nothing_is_left()
    {
        await using var server = await StartAsync(
            "client_max_body_size 64m;",
            """
            proxy_ssl_server_name on;
            proxy_hide_header Set-Cookie;
            proxy_hide_header Strict-Transport-Security;
            proxy_hide_header Alt-Svc;
            proxy_hide_header NEL;
            proxy_hide_header Report-To;
            proxy_hide_header Content-Security-Policy-Report-Only;
            """);

        Assert.Empty(Problems(await server.VerifyAsync(page: Page)));
    }

    private static IEnumerable<string> Problems(VerificationReport report) =>
        report.Findings.Where(finding => finding.IsProblem).Select(finding => finding.Id).Order(StringComparer.Ordinal);

    private static Task<RealServer> StartAsync(string ofServer, string ofLocation) => RealServer.StartAsync(
        "nginx",
        "nginx.conf",
        (port, postHog, folder) =>
            $$"""
            daemon off;
            master_process off;
            pid {{folder}}/nginx.pid;
            error_log {{folder}}/error.log;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              server {
                listen 127.0.0.1:{{port}};
                server_name _;
                {{ofServer}}
                location ~ ^/static/(.*)$ { {{Forward("eu-assets.i.posthog.com", "static/$1", postHog)}} {{ofLocation}} }
                location ~ ^/(.*)$ { {{Forward("eu.i.posthog.com", "$1", postHog)}} {{ofLocation}} }
              }
            }
            """,
        file => ["-e", Path.Combine(Path.GetDirectoryName(file)!, "error.log"), "-c", file]);

    // The guide writes the upstream's name into proxy_pass; here the connection goes to the stand-in's port, under that name.
    private static string Forward(string host, string path, int port) =>
        $"proxy_pass https://127.0.0.1:{port}/{path}$is_args$args; proxy_set_header Host \"{host}\"; proxy_ssl_name {host};";
}
