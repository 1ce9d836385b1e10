using PostHogProxy.Package.Tests.Consumers;

namespace PostHogProxy.Package.Tests.Contents;

public sealed class DeterminismTests(PackedPackage package)
{
    // Minutes: seven packages, each built anew.
    [Fact(Explicit = true)]
    public async Task Packed_from_another_folder_they_are_the_same_packages_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Repository.Root))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        Repository.Copy(Repository.File("src"), folder.File("src"));
        Repository.Copy(Repository.File("analyzers"), folder.File("analyzers"));
        LinkCommit(folder.File(".git"));

        foreach (var project in (string[])["src/PostHogProxy.Aspire.Hosting", "src/PostHogProxy.Middleware", "src/PostHogProxy.OpenTelemetry", "src/PostHogProxy.Outbox", "src/PostHogProxy.Outbox.Redis", "src/PostHogProxy.Outbox.Sqlite", "src/PostHogProxy.Testing", "src/PostHogProxy.Tool"])
        {
            await Dotnet.RunAsync(folder.Path, "pack", project, "-c", "Release", "-o", folder.File("out"));
        }

        foreach (var first in Directory.GetFiles(package.Folder))
        {
            var expected = PackedPackage.Read(first);
            var actual = PackedPackage.Read(folder.File(Path.Combine("out", Path.GetFileName(first))));
            Assert.Equal(expected.Keys, actual.Keys);
            Assert.All(expected, file => Assert.True(file.Value.AsSpan().SequenceEqual(actual[file.Key]), file.Key));
        }
    }

    /// <summary>The commit's id is in the package: the copy is of the same commit.</summary>
    private static void LinkCommit(string copy)
    {
        var original = Repository.File(".git");
        if (File.Exists(original))
        {
            // A worktree: one line that says where the rest is.
            File.Copy(original, copy);
        }
        else if (Directory.Exists(original))
        {
            Directory.CreateDirectory(copy);
            foreach (var name in (string[])["HEAD", "config", "packed-refs"])
            {
                if (File.Exists(Path.Combine(original, name)))
                {
                    File.Copy(Path.Combine(original, name), Path.Combine(copy, name));
                }
            }

            Repository.Copy(Path.Combine(original, "refs"), Path.Combine(copy, "refs"));
            Directory.CreateDirectory(Path.Combine(copy, "objects"));
        }
    }
}
