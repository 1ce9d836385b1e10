using System.Text.Json;

namespace PostHogProxy.Tool.Tests;

public sealed class PomeriumCommandTests : IDisposable
{
    // PostHog's guide for Pomerium, written out from the facts about it.
    public const string Guide = """
        routes:
          - name: "PostHog"
            from: https://e.yourdomain.com
            to: https://us.i.posthog.com
            policy:
              - allow:
                  or:
                    - public: true

          - name: "PostHog Assets"
            from: https://e.yourdomain.com
            to: https://us-assets.i.posthog.com
            prefix: /static
            policy:
              - allow:
                  or:
                    - public: true

        """;

    private const string Open = """
        routes:
          - name: assets
            from: https://e.yourdomain.com
            to: https://us-assets.i.posthog.com
            prefix: /static/
            allow_public_unauthenticated_access: true
          - name: closed
            from: https://e.yourdomain.com
            to: https://us.i.posthog.com

        """;

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task A_finding_is_a_line_that_editors_follow()
    {
        var run = await CheckAsync(Guide);

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            ["4:9: warning PHX4033", "8:15: warning PHX4001", "11:11: info PHX4060", "12:9: warning PHX4033", "13:13: warning PHX4006", "13:13: info PHX4061", "17:15: warning PHX4001"],
            run.Lines.Select(line => string.Join(':', line[(_file.Length + 1)..].Split(':').Take(3))));
        Assert.All(run.Lines, line => Assert.StartsWith(_file + ":", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0, "--strict")]
    public async Task A_file_that_leads_nowhere_near_PostHog_is_fine(int exitCode, params string[] options)
    {
        var run = await CheckAsync("routes:\n  - from: https://app.yourdomain.com\n    to: http://app:8080\n    policy:\n      - allow:\n          and:\n            - domain:\n                is: yourdomain.com\n", options);

        Assert.Equal((exitCode, $"✓ {_file} has no errors or warnings\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_one_line_with_its_place()
    {
        var run = await CheckAsync("routes:\n  - from: [\n");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("^.*:[0-9]+:[0-9]+: warning PHX4021: ", Assert.Single(run.Lines));
    }

    [Theory]
    [InlineData("PHX4033", "# posthog-proxy-disable-next-line PHX4003 PHX4008")]
    [InlineData("", "# posthog-proxy-disable-next-line PHX4003, PHX4033")]
    [InlineData("PHX4003 PHX4033", "# posthog-proxy-disable-next-line")]
    [InlineData("PHX4003 PHX4033", "# posthog-proxy-disable-next-line PHX4008")]
    [InlineData("PHX4003 PHX4033", "# posthog-proxy-disable-next-line PHX4003 PHX4033\n    prefix: /e/")]
    public async Task A_comment_silences_what_is_found_on_the_next_line(string told, string comment)
    {
        // That the host has events and no scripts is told at from, and is not what this is about.
        var run = await CheckAsync($"routes:\n  # posthog-proxy-disable-next-line PHX4008\n  - from: https://e.yourdomain.com\n    {comment}\n    to: https://us.i.posthog.com\n{(comment.Contains("prefix", StringComparison.Ordinal) ? "" : "    prefix: /e/\n")}");

        Assert.Equal(told, string.Join(' ', run.Lines.Where(line => line[0] != '✓').Select(line => line.Split(' ')[2].TrimEnd(':'))));
        Assert.Equal(told.Length == 0 ? 0 : 1, run.ExitCode);
        Assert.Equal(told.Length == 0, run.Lines.Any(line => line[0] == '✓'));
    }

    [Fact]
    public async Task The_way_of_a_request_is_a_trace()
    {
        await File.WriteAllTextAsync(_file, Open);

        var run = await ToolProcess.RunAsync("pomerium", "explain", _file, "https://e.yourdomain.com/static/array.js");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("GET https://e.yourdomain.com/static/array.js", run.Lines[0]);
        Assert.Contains("├─ route     0, assets", run.Lines);
        Assert.Contains("├─ upstream  https://us-assets.i.posthog.com/static/array.js", run.Lines);
        Assert.Contains("├─ host      us-assets.i.posthog.com", run.Lines);
        Assert.Contains("├─ visitor   through", run.Lines);
        Assert.StartsWith("└─ why       ", run.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://e.yourdomain.com/static/array.js", 0, "assets", "https://us-assets.i.posthog.com/static/array.js", "through")]
    [InlineData("https://e.yourdomain.com/e/?_=1", 1, "closed", "https://us.i.posthog.com/e/?_=1", "403")]
    [InlineData("https://other.yourdomain.com/e/", null, null, null, "404")]
    public async Task Scripts_get_one_object(string url, int? route, string? name, string? upstream, string outcome)
    {
        await File.WriteAllTextAsync(_file, Open);

        var run = await ToolProcess.RunAsync("pomerium", "explain", _file, url, "--method", "POST", "--header", "Accept: */*", "--json");

        using var document = JsonDocument.Parse(run.Output);
        var root = document.RootElement;
        Assert.Empty(Schema.Violations(Schema.Read("pomerium-explain"), root));
        Assert.Equal(["route", "name", "upstream", "host", "outcome", "why"], root.EnumerateObject().Select(property => property.Name));
        Assert.Equal(route, root.GetProperty("route").ValueKind == JsonValueKind.Null ? null : root.GetProperty("route").GetInt32());
        Assert.Equal(name, root.GetProperty("name").GetString());
        Assert.Equal(upstream, root.GetProperty("upstream").GetString());
        Assert.Equal(outcome, root.GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("e.yourdomain.com", "isn't an http or https address")]
    [InlineData("https://e.yourdomain.com", "'Accept' isn't a header", "--header", "Accept")]
    public async Task What_cannot_be_followed_is_told_in_one_line(string url, string said, params string[] options)
    {
        await File.WriteAllTextAsync(_file, Open);

        var run = await ToolProcess.RunAsync(["pomerium", "explain", _file, url, .. options]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("routes:\n  - from: [\n", ":3:1: warning PHX4021: ")]
    [InlineData("routes:\n  - 5\n", ":2:5: warning PHX4017: ")]
    public async Task A_file_without_routes_to_follow_is_told_at_its_place(string text, string said)
    {
        await File.WriteAllTextAsync(_file, text);

        var run = await ToolProcess.RunAsync("pomerium", "explain", _file, "https://e.yourdomain.com");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"posthog-proxy: {_file}{said}", run.Error, StringComparison.Ordinal);
    }

    private async Task<ToolRun> CheckAsync(string text, params string[] options)
    {
        await File.WriteAllTextAsync(_file, text);
        return await ToolProcess.RunAsync(["pomerium", "check", _file, .. options]);
    }
}
