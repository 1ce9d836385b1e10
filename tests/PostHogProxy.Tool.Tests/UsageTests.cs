namespace PostHogProxy.Tool.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData("'shop' isn't an http or https address", "verify", "shop")]
    [InlineData("'ftp://shop.example/x' isn't an http or https address", "verify", "ftp://shop.example/x")]
    [InlineData("has a query, a fragment or a user name", "verify", "https://shop.example/k3fw?x=1")]
    [InlineData("us.i.posthog.com is PostHog itself", "verify", "https://us.i.posthog.com")]
    [InlineData("is a secret key", "verify", "https://shop.example/k3fw", "--token", "phx_abcdef")]
    [InlineData("is a secret key", "verify", "https://shop.example/k3fw", "--token", " phs_abcdef ")]
    [InlineData("has 65 characters. PostHog", "verify", "https://shop.example/k3fw", "--token", "phc_34567890123456789012345678901234567890123456789012345678901ab")]
    [InlineData("is not a project token", "verify", "https://shop.example/k3fw", "--token", "phc_müller")]
    [InlineData("The project token is empty", "verify", "https://shop.example/k3fw", "--token", "  ")]
    [InlineData("Write --header as 'Name: value'", "verify", "https://shop.example/k3fw", "--header", "consent")]
    [InlineData("Write --header as 'Name: value'", "verify", "https://shop.example/k3fw", "--header", "two words: yes")]
    [InlineData("Pass the origin of the pages with --origin", "verify", "https://shop.example/k3fw", "--header", "Origin: https://a.example")]
    [InlineData("--header can't set Content-Type", "verify", "https://shop.example/k3fw", "--header", "Content-Type: a/b")]
    [InlineData("The header X-Consent has a character", "verify", "https://shop.example/k3fw", "--header", "X-Consent: jä")]
    [InlineData("Write --cookie as 'name=value'", "verify", "https://shop.example/k3fw", "--cookie", "yes")]
    [InlineData("isn't a module of aliases", "verify", "https://shop.example/k3fw", "--aliases", "/k3fw/")]
    [InlineData("'de' isn't a region. Write us or eu.", "verify", "https://shop.example/k3fw", "--region", "de")]
    [InlineData("--send-test-event needs the project", "verify", "https://shop.example/k3fw", "--send-test-event")]
    [InlineData("'0' isn't a number of seconds", "verify", "https://shop.example/k3fw", "--timeout", "0")]
    [InlineData("Required argument missing", "verify")]
    [InlineData("'bogus' isn't a command", "bogus")]
    [InlineData("'--bogus' isn't a command", "path", "check", "/k3fw", "--bogus")]
    [InlineData("There is no file '/no/such/file'.", "path", "check", "/k3fw", "--filter-list", "/no/such/file")]
    [InlineData("is a directory. Write the path of a file.", "path", "check", "/k3fw", "--filter-list", "/")]
    [InlineData("isn't a host name", "path", "check", "/k3fw", "--host", "https://e.shop.example")]
    [InlineData("Option '--host' is required.", "pomerium", "generate", "--region", "us")]
    [InlineData("Option '--region' is required.", "pomerium", "generate", "--host", "e.shop.example")]
    [InlineData("'de' isn't a region. Write us or eu.", "pomerium", "generate", "--host", "e.shop.example", "--region", "de")]
    [InlineData("'e shop' isn't a host name", "pomerium", "generate", "--host", "e shop", "--region", "us")]
    [InlineData("'k3fw' isn't a path for a route", "pomerium", "generate", "--host", "e.shop.example", "--region", "us", "--path", "k3fw")]
    [InlineData("'app' isn't the address of an app", "pomerium", "generate", "--host", "e.shop.example", "--region", "us", "--app", "app")]
    [InlineData("'http://me:secret@app:8080/' isn't the address of an app", "pomerium", "generate", "--host", "e.shop.example", "--region", "us", "--app", "http://me:secret@app:8080")]
    [InlineData("'e.shop.example.' isn't a host name", "pomerium", "generate", "--host", "e.shop.example.", "--region", "us")]
    [InlineData("'bücher.example' is not the name that browsers send", "pomerium", "generate", "--host", "bücher.example", "--region", "us")]
    [InlineData("us.i.posthog.com is PostHog itself", "pomerium", "generate", "--host", "us.i.posthog.com", "--region", "us")]
    [InlineData("'zero' isn't a known format.", "pomerium", "generate", "--host", "e.shop.example", "--region", "us", "--for", "zero")]
    [InlineData("There is no file '/no/such/file'.", "pomerium", "patch", "/no/such/file", "--host", "e.shop.example", "--region", "us")]
    [InlineData("is a directory. Write the path of a file.", "pomerium", "patch", "/", "--host", "e.shop.example", "--region", "us")]
    [InlineData("There is no file '/no/such/file'.", "pomerium", "import", "/no/such/file")]
    [InlineData("is a directory. Write the path of a file.", "pomerium", "import", "/")]
    [InlineData("--count must be from 1 to 1000, not 0.", "path", "suggest", "--count", "0")]
    [InlineData("--port must be from 0 to 65535, not 70000.", "standin", "--port", "70000")]
    [InlineData("--panel-port must be from 0 to 65535, not -1.", "standin", "--panel-port", "-1")]
    [InlineData("'de' isn't a region. Write us, eu or both.", "standin", "--region", "de")]
    [InlineData("is a secret key", "standin", "--token", "phx_abcdef")]
    public async Task What_is_wrong_with_a_command_is_told_in_one_line(string said, params string[] arguments)
    {
        var run = await ToolProcess.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("posthog-proxy: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(said, run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("path", "suggest")]
    [InlineData("pomerium", "generate", "--host", "e.shop.example", "--region", "us")]
    [InlineData("standin", "--http", "--port", "0", "--panel-port", "0")]
    public async Task An_output_without_room_is_named_in_one_line(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");

        var run = await ToolProcess.RunIntoFullAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("posthog-proxy: input or output failed: ", run.Error, StringComparison.Ordinal);
        Assert.Equal(run.Error.Length - 1, run.Error.IndexOf('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("path", "check", "/k3fw", "--filter-list", "{binary}")]
    [InlineData("pomerium", "import", "{binary}")]
    [InlineData("pomerium", "patch", "{binary}", "--host", "e.shop.example", "--region", "us")]
    public async Task A_binary_file_is_told_in_one_line(params string[] arguments)
    {
        var run = await ToolProcess.RunAsync([.. arguments.Select(argument => argument.Replace("{binary}", typeof(UsageTests).Assembly.Location, StringComparison.Ordinal))]);

        Assert.Equal(2, run.ExitCode);
        Assert.EndsWith("is a binary file. Write the path of a text file.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("verify", "--help")]
    [InlineData("path", "check", "--help")]
    [InlineData("path", "suggest", "--help")]
    [InlineData("pomerium", "generate", "--help")]
    [InlineData("pomerium", "patch", "--help")]
    [InlineData("pomerium", "import", "--help")]
    public async Task Help_has_an_example(params string[] arguments)
    {
        var run = await ToolProcess.RunAsync(arguments);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("  posthog-proxy ", run.Output[..run.Output.IndexOf("Usage:", StringComparison.Ordinal)], StringComparison.Ordinal);
    }
}
