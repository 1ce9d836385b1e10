using System.Text;

namespace PostHogProxy.Tool.Tests;

/// <summary>Which bytes Pomerium reads: go-yaml takes UTF-8 and, with a mark, UTF-16; a .json is read by another reader.</summary>
public sealed class PomeriumFileTests : IDisposable
{
    private const string Text = "# Größe\nroutes:\n- {from: https://a.test, to: http://a, allowed_users: [x]}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string, byte[], string?> Rows => new()
    {
        { "a.yaml", Encoding.UTF8.GetBytes(Text), null },
        { "a.yaml", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)], null },
        { "a.yaml", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)], null },
        { "a.yaml", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Text)], null },
        { "a.yaml", [.. Encoding.UTF32.Preamble, .. Encoding.UTF32.GetBytes(Text)], ":1:1: warning PHX4021: " },
        { "a.yaml", Encoding.Latin1.GetBytes(Text), ":1:5: warning PHX4021: " },
        { "a.yaml", Encoding.UTF8.GetBytes("routes: []\n# a\u0001\n"), ":2:4: warning PHX4021: " },
        { "a.json", Encoding.UTF8.GetBytes("{\"routes\": []}"), null },
        { "a.json", Encoding.UTF8.GetBytes("{\"routes\": [],\n}"), ":2:1: warning PHX4021: " },
        { "a.json", Encoding.UTF8.GetBytes("routes: []\n"), ":1:1: warning PHX4021: " },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_file_is_read_as_Pomerium_reads_its_bytes(string name, byte[] bytes, string? finding)
    {
        var file = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        var run = await ToolProcess.RunAsync("pomerium", "check", file);

        Assert.Equal((finding is null ? 0 : 1, ""), (run.ExitCode, run.Error));
        Assert.StartsWith(finding is null ? "✓" : file + finding, Assert.Single(run.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TOML_file_is_named_as_what_it_is()
    {
        var file = Path.Combine(_folder, "a.toml");
        await File.WriteAllTextAsync(file, "address = ':443'\n", TestContext.Current.CancellationToken);

        var run = await ToolProcess.RunAsync("pomerium", "check", file);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("TOML", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inside_a_ConfigMap_the_line_is_that_of_the_file_and_explain_looks_inside()
    {
        var file = Path.Combine(_folder, "map.yaml");
        await File.WriteAllTextAsync(
            file,
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  config.yaml: |\n    routes:\n      - from: https://a.test\n        to: http://a\n        timeout: 5\n        allow_public_unauthenticated_access: true\n",
            TestContext.Current.CancellationToken);

        var check = await ToolProcess.RunAsync("pomerium", "check", file);
        var explain = await ToolProcess.RunAsync("pomerium", "explain", file, "https://a.test/x");

        Assert.Equal(["2:7: info PHX4070", "8:18: warning PHX4017"], check.Lines.Select(line => string.Join(':', line[(file.Length + 1)..].Split(':').Take(3))));
        Assert.Equal(0, explain.ExitCode);
        Assert.Contains("http://a/x", explain.Output, StringComparison.Ordinal);
    }
}
