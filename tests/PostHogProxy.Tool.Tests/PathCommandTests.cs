using System.Text.Json;

namespace PostHogProxy.Tool.Tests;

public sealed class PathCommandTests
{
    [Fact]
    public async Task A_path_that_nobody_blocks_is_fine()
    {
        var run = await ToolProcess.RunAsync("path", "check", "/m4hc2", "/q7wz4");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["✓ /m4hc2 no known blocker rule stops it", "✓ /q7wz4 no known blocker rule stops it"], run.Lines);
    }

    [Fact]
    public async Task A_blocked_path_is_told_with_rule_list_loss_and_another_path()
    {
        var run = await ToolProcess.RunAsync("path", "check", "/ingest");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("warning PHX1001: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("'/ingest/*^ip='", run.Output, StringComparison.Ordinal);
        Assert.Contains("Choose a path of your own", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paths_come_from_standard_input_and_each_is_one_JSON_object()
    {
        var run = await ToolProcess.RunAsync(["path", "check", "-", "--json"], "/ingest\n\n  /m4hc2\n/a b\n");

        var documents = run.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["/ingest", "/m4hc2", "/a b"], documents.Select(document => document.GetProperty("path").GetString()));
        Assert.All(documents, document => Assert.Equal(["path", "blocked", "anyPath", "findings"], document.EnumerateObject().Select(property => property.Name)));
        Assert.NotEqual(0, documents[0].GetProperty("blocked").GetArrayLength());
        Assert.Equal(0, documents[1].GetProperty("blocked").GetArrayLength());
        Assert.NotEqual(0, documents[1].GetProperty("anyPath").GetArrayLength());
        Assert.Equal("PHX1003", documents[2].GetProperty("findings")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_list_of_ones_own_takes_the_place_of_what_is_known_of_it()
    {
        var list = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(list, "! Title: EasyPrivacy\n/m4hc2/\n");

            var run = await ToolProcess.RunAsync("path", "check", "/m4hc2", "/trk", "--filter-list", list);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains("'/m4hc2/' of EasyPrivacy", run.Output, StringComparison.Ordinal);
            Assert.Contains("✓ /trk", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(list);
        }
    }

    [Fact]
    public async Task Suggested_paths_are_new_every_time_and_pass_the_check()
    {
        var first = await ToolProcess.RunAsync("path", "suggest", "--count", "3");
        var second = await ToolProcess.RunAsync("path", "suggest", "--count", "3");

        Assert.Equal(3, first.Lines.Distinct().Count());
        Assert.Empty(first.Lines.Intersect(second.Lines));
        Assert.Equal(0, (await ToolProcess.RunAsync(["path", "check", .. first.Lines, .. second.Lines])).ExitCode);
    }

    [Fact]
    public async Task The_same_seed_suggests_the_same_paths()
    {
        var first = await ToolProcess.RunAsync("path", "suggest", "--count", "5", "--seed", "Shop.Web");

        Assert.Equal(first, await ToolProcess.RunAsync("path", "suggest", "--count", "5", "--seed", "Shop.Web"));
    }
}
