using System.Text;
using System.Text.Json;

namespace PostHogProxy.Tool.Tests;

public sealed class PomeriumWritingTests : IDisposable
{
    private const string App = "\uFEFFroutes:\r\n# the app\r\n- from: https://e.test # here\r\n  to: http://app # no more";

    private const string Inserted = "- from: https://e.test\r\n  to: http://app:8080\r\n  prefix: /t7x/\r\n  allow_public_unauthenticated_access: true\r\n";

    private static readonly string[] Description = ["--host", "e.test", "--region", "us", "--path", "/t7x", "--app", "http://app:8080"];

    // Pomerium forwards itself; then the wildcard's app would lose the host.
    private static readonly string[] Direct = Description[..^2];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string FilePath => Path.Combine(_folder, "config.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("routes:\n  - name: posthog-static\n    from: https://e.test\n    to: https://eu-assets.i.posthog.com\n    prefix: /static/\n")]
    [InlineData("routes:\n  - name: posthog-static\n    from: https://e.test\n    to: https://eu-assets.i.posthog.com\n    prefix: /static/\n", "--for", "core")]
    [InlineData("resource \"pomerium_policy\" \"posthog\" {\n", "--for", "terraform")]
    [InlineData("## Policy\n\n| Field | Value |\n", "--for", "console")]
    [InlineData("routes:\n  - name: posthog\n    from: https://e.test\n    to: http://app:8080\n    prefix: /t7x/\n", "--path", "/t7x", "--app", "http://app:8080")]
    public async Task Routes_are_written_for_each_Pomerium(string start, params string[] options)
    {
        var run = await ToolProcess.RunAsync(["pomerium", "generate", "--host", "e.test", "--region", "eu", .. options]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith(start, run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PHX4044", "/ingest")]
    [InlineData("PHX4044", "/ingest", "--for", "terraform")]
    public async Task Routes_are_written_with_what_is_to_be_said_of_their_path(string id, string path, params string[] options)
    {
        var run = await ToolProcess.RunAsync(["pomerium", "generate", "--host", "e.test", "--region", "eu", "--path", path, .. options]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{path}/static/", run.Output, StringComparison.Ordinal);
        Assert.Contains($"posthog-proxy: warning {id}: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("PHX", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_patch_is_shown_and_nothing_is_changed()
    {
        var run = await PatchAsync(App, Description);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            $"--- {FilePath}\n+++ {FilePath}\n@@ -1,4 +1,8 @@\n \uFEFFroutes:\r\n+{Inserted.TrimEnd().Replace("\r\n", "\r\n+", StringComparison.Ordinal)}\r\n"
            + " # the app\r\n - from: https://e.test # here\r\n   to: http://app # no more\n\\ No newline at end of file\n",
            run.Output);
        Assert.Equal(App, await ReadAsync());
    }

    [Fact]
    public async Task A_patch_is_written_with_every_other_byte_as_it_was_and_a_second_one_changes_nothing()
    {
        var first = await PatchAsync(App, Description, "--write");
        var patched = await ReadAsync();
        var second = await ToolProcess.RunAsync(["pomerium", "patch", FilePath, .. Description, "--write"]);

        Assert.Equal((0, 0, ""), (first.ExitCode, second.ExitCode, second.Output));
        Assert.Equal(App.Insert(App.IndexOf("# the app", StringComparison.Ordinal), Inserted), patched);
        Assert.Equal(patched, await ReadAsync());
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_link_and_the_permissions_of_its_file_stay_as_they_are()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var real = Path.Combine(_folder, "real.yaml");
        await File.WriteAllTextAsync(real, "address: :443\n");
        File.SetUnixFileMode(real, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(FilePath, "real.yaml");

        var run = await ToolProcess.RunAsync(["pomerium", "patch", FilePath, .. Description, "--write"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("real.yaml", new FileInfo(FilePath).LinkTarget);
        Assert.Contains("/t7x/", await File.ReadAllTextAsync(real), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(real));
    }

    [Fact]
    public async Task A_patch_that_would_do_harm_is_a_finding_and_the_file_stays()
    {
        const string Wildcard = "routes:\n- {from: \"https://*.test\", to: http://app, allowed_users: [x]}\n";

        var run = await PatchAsync(Wildcard, Direct, "--write");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches($"^{FilePath}:[0-9]+:[0-9]+: warning PHX[0-9]{{4}}: ", Assert.Single(run.Lines));
        Assert.Equal(Wildcard, await ReadAsync());
    }

    [Theory]
    [InlineData("patch", "routes:\n  - from: [\n", ":3:1: warning PHX4021: ")]
    [InlineData("import", "routes:\n  - from: [\n", ":3:1: warning PHX4021: ")]
    [InlineData("import", "just words\n", ":1:1: warning PHX4021: The file isn't a mapping")]
    public async Task What_is_not_YAML_is_told_in_one_line(string command, string text, string said)
    {
        await File.WriteAllTextAsync(FilePath, text);

        var run = await ToolProcess.RunAsync(["pomerium", command, FilePath, .. command == "patch" ? Description : []]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"posthog-proxy: {FilePath}{said}", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_could_not_be_written_back_as_it_was_is_left_alone()
    {
        await File.WriteAllBytesAsync(FilePath, Encoding.Latin1.GetBytes("# caf\u00e9\naddress: :443\n"));

        var run = await ToolProcess.RunAsync(["pomerium", "patch", FilePath, .. Description, "--write"]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("isn't UTF-8", run.Error, StringComparison.Ordinal);
        Assert.Equal("# caf\u00e9\naddress: :443\n", await File.ReadAllTextAsync(FilePath, Encoding.Latin1));
    }

    [Theory]
    [InlineData("address: :443\n", 0, false)]
    [InlineData("address: :443\n", 0, true, "--write")]
    [InlineData("routes:\n- {from: \"https://*.test\", to: http://app, allowed_users: [x]}\n", 1, false, "--write")]
    public async Task A_patch_for_scripts_is_one_object(string text, int exitCode, bool isWritten, params string[] options)
    {
        var run = await PatchAsync(text, exitCode == 0 ? Description : Direct, ["--json", .. options]);

        using var document = JsonDocument.Parse(run.Output);
        Assert.Empty(Schema.Violations(Schema.Read("pomerium-patch"), document.RootElement));
        Assert.Equal((exitCode, isWritten), (run.ExitCode, document.RootElement.GetProperty("written").GetBoolean()));
        Assert.Equal(exitCode == 0, document.RootElement.GetProperty("diff").GetString()!.Contains("\n+  - name: posthog\n", StringComparison.Ordinal));
        Assert.Equal(isWritten, await ReadAsync() != text);
    }

    [Fact]
    public async Task An_import_is_text_to_paste_and_then_the_report()
    {
        var run = await ImportAsync("--host", "e.test", "--region", "eu");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith(
            """
            // Program.cs
            using PostHogProxy;

            app.MapPostHogProxy("/", PostHogRegion.Eu).RequireHost("e.test");

            // or appsettings.json
            {
              "PostHogProxy": {
                "Path": "/",
                "Region": "Eu"
              }
            }
            // with, in Program.cs
            app.MapPostHogProxy().RequireHost("e.test");


            """,
            run.Output,
            StringComparison.Ordinal);
        Assert.Equal(
            ["3:11: taken over: routes[0] 'posthog-static'", "10:11: taken over: routes[1] 'posthog-array'", "17:11: taken over: routes[2] 'posthog'", "17:11: differs: routes[2] 'posthog'"],
            run.Lines[^4..].Select(line => string.Join(':', line[(FilePath.Length + 1)..].Split(':').Take(4))));
    }

    [Theory]
    [InlineData(0, "taken over", "https://e.test", "https://us.i.posthog.com", "--zero")]
    [InlineData(1, "lost", "tcp+https://e.test", "https://us.i.posthog.com")]
    [InlineData(1, null, "https://e.test", "http://app")]
    public async Task An_import_for_scripts_is_one_object(int exitCode, string? fate, string from, string to, params string[] options)
    {
        await File.WriteAllTextAsync(FilePath, $"routes:\n  - from: {from}\n    to: {to}\n    allow_public_unauthenticated_access: true\n");

        var run = await ToolProcess.RunAsync(["pomerium", "import", FilePath, "--json", .. options]);

        using var document = JsonDocument.Parse(run.Output);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Empty(Schema.Violations(Schema.Read("pomerium-import"), document.RootElement));
        Assert.Equal(fate, document.RootElement.GetProperty("report").EnumerateArray().Select(note => note.GetProperty("fate").GetString()).FirstOrDefault());
    }

    private async Task<ToolRun> ImportAsync(params string[] description)
    {
        await File.WriteAllTextAsync(FilePath, (await ToolProcess.RunAsync(["pomerium", "generate", .. description])).Output);
        return await ToolProcess.RunAsync("pomerium", "import", FilePath);
    }

    private async Task<ToolRun> PatchAsync(string text, string[] description, params string[] options)
    {
        await File.WriteAllBytesAsync(FilePath, new UTF8Encoding(false).GetBytes(text));
        return await ToolProcess.RunAsync(["pomerium", "patch", FilePath, .. description, .. options]);
    }

    private async Task<string> ReadAsync() => new UTF8Encoding(false).GetString(await File.ReadAllBytesAsync(FilePath));
}
