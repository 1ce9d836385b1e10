using PostHogProxy.Verification.Checks;

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

    [Theory]
    [InlineData("location /k3fw/ { all }")]
    [InlineData("location /k3fw/static/ { assets } location /k3fw/array/ { assets } location /k3fw/ { all }")]
    [InlineData("location ~ ^/k3fw/ { all }")]
    public async Task A_prefix_that_is_kept_is_the_one_thing_that_is_named(string locations)
    {
        await using var server = await StartInAsync(postHog => locations
            .Replace("assets", Whole("eu-assets.i.posthog.com", postHog), StringComparison.Ordinal)
            .Replace("all", Whole("eu.i.posthog.com", postHog), StringComparison.Ordinal));

        var report = await server.VerifyAsync("/k3fw");

        var finding = Assert.Single(report.Findings, finding => finding.IsProblem && finding.Id is not ("PHX5160" or "PHX5161" or "PHX5162"));
        Assert.Equal("PHX5124", finding.Id);
        Assert.StartsWith("The proxy doesn't remove its own path", finding.Message, StringComparison.Ordinal);
        Assert.Contains("which saw /k3fw/e/", finding.Message, StringComparison.Ordinal);
        Assert.Contains("with the slash at the end of both", finding.Fix, StringComparison.Ordinal);
        Assert.Equal(finding, report.Findings.First(finding => finding.IsProblem));
    }

    // PostHog's assets host alone gets the whole path, and answers 403 as for any file that it does not have.
    [Fact]
    public async Task A_prefix_that_is_kept_for_scripts_alone_is_in_the_cure()
    {
        await using var server = await StartInAsync(postHog =>
            $"location ^~ /k3fw/static/ {{ {Whole("eu-assets.i.posthog.com", postHog)} }} location ~ ^/k3fw/(.*)$ {{ {Forward("eu.i.posthog.com", "$1", postHog)} proxy_ssl_server_name on; client_max_body_size 64m; }}");

        var report = await server.VerifyAsync("/k3fw");

        Assert.Contains(report.Findings, finding => finding.Id == "PHX5129" && finding.Fix!.Contains("without the proxy's own path", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Findings, finding => finding.Id == "PHX5124");
    }

    [Fact]
    public async Task A_prefix_that_is_taken_away_is_right()
    {
        await using var server = await StartInAsync(postHog =>
            $"client_max_body_size 64m; {Hidden} location /k3fw/static/ {{ {Whole("eu-assets.i.posthog.com", postHog, "/static/")} }} location /k3fw/ {{ {Whole("eu.i.posthog.com", postHog, "/")} }}");

        Assert.Empty(Problems(await server.VerifyAsync("/k3fw")));
    }

    // nginx does not say why it answers 502; its log does.
    [Fact]
    public async Task A_certificate_that_nginx_does_not_trust_is_among_the_cures()
    {
        await using var server = await StartInAsync(postHog =>
            $"location /k3fw/ {{ {Whole("eu.i.posthog.com", postHog, "/")} proxy_ssl_verify on; proxy_ssl_trusted_certificate /etc/ssl/certs/ca-certificates.crt; }}");

        var finding = Assert.Single((await server.VerifyAsync("/k3fw")).Findings, finding => finding.IsProblem);
        Assert.Equal("PHX5128", finding.Id);
        Assert.Contains("proxy_ssl_trusted_certificate", finding.Fix, StringComparison.Ordinal);
        Assert.Contains("certificates", finding.Fix, StringComparison.Ordinal);
    }

    internal static string[] Arguments(string file) => ["-e", Path.Combine(Path.GetDirectoryName(file)!, "error.log"), "-c", file];

    internal static string Configuration(string folder, string server) =>
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
            {{server}}
          }
        }
        """;

    private const string Hidden =
        """
        proxy_hide_header Set-Cookie; proxy_hide_header Strict-Transport-Security; proxy_hide_header Alt-Svc; proxy_hide_header NEL; proxy_hide_header Report-To;
        proxy_hide_header Content-Security-Policy-Report-Only;
        """;

    private static Task<RealServer> StartAsync(string ofServer, string ofLocation) => StartInAsync(postHog =>
        $$"""
        {{ofServer}}
        location ~ ^/static/(.*)$ { {{Forward("eu-assets.i.posthog.com", "static/$1", postHog)}} {{ofLocation}} }
        location ~ ^/(.*)$ { {{Forward("eu.i.posthog.com", "$1", postHog)}} {{ofLocation}} }
        """);

    private static Task<RealServer> StartInAsync(Func<int, string> locations) => RealServer.StartAsync(
        "nginx",
        "nginx.conf",
        (port, postHog, folder) => Configuration(folder, $"listen 127.0.0.1:{port}; server_name _; {locations(postHog)}"),
        Arguments);

    // With no path after the port nginx passes the whole path on; with one it puts that in place of the location's.
    private static string Whole(string host, int port, string path = "") =>
        $"proxy_pass https://127.0.0.1:{port}{path}; proxy_set_header Host {host}; proxy_ssl_name {host}; proxy_ssl_server_name on;";

    // The guide writes the upstream's name into proxy_pass; here the connection goes to the stand-in's port, under that name.
    private static string Forward(string host, string path, int port) =>
        $"proxy_pass https://127.0.0.1:{port}/{path}$is_args$args; proxy_set_header Host \"{host}\"; proxy_ssl_name {host};";
}
