namespace PostHogProxy.Package.Tests.Api;

/// <summary>A file of the repository that is written from the code, so that a change of the code shows in a review.</summary>
internal static class CheckedInFile
{
    private const string Rewrite = "POSTHOGPROXY_WRITE_DOCS";

    public static void Holds(string path, string expected)
    {
        var file = Repository.File(path);
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            File.WriteAllText(file, expected);
        }

        var actual = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(expected == actual, $"{path} is not what the code gives. If the change is meant, run this test with {Rewrite}=1. {FirstDifference(expected, actual)}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        var code = expected.Split('\n');
        var file = actual.Split('\n');
        var line = Enumerable.Range(0, Math.Max(code.Length, file.Length)).FirstOrDefault(each => code.ElementAtOrDefault(each) != file.ElementAtOrDefault(each));
        return $"Line {line + 1} of the file is '{file.ElementAtOrDefault(line)}', of the code '{code.ElementAtOrDefault(line)}'.";
    }
}
