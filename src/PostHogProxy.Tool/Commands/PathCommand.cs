using System.CommandLine;
using PostHogProxy.Rules.Blocking;
using PostHogProxy.Tool.Printing;

namespace PostHogProxy.Tool.Commands;

/// <summary><c>posthog-proxy path</c>: which paths and hosts content blockers stop.</summary>
internal static class PathCommand
{
    private const int MostSuggestions = 1000;

    private static readonly Argument<string[]> Paths = new("path")
    {
        Description = "The paths to check, such as /k3fw. - reads them from standard input, one per line",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Host = new("--host") { Description = "A host that only the proxy uses, such as e.shop.example. Its name is checked too" };

    private static readonly Option<string[]> Lists = new("--filter-list")
    {
        Description = "Your own copy of a filter list. It replaces the built-in copy of that list. Repeat the option for each file",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> Json = new("--json") { Description = "For scripts: one JSON object per path, each on its own line" };

    private static readonly Option<int> Count = new("--count") { Description = $"How many (1 to {MostSuggestions})", DefaultValueFactory = _ => 1 };

    private static readonly Option<string?> Seed = new("--seed") { Description = "The same text gives the same paths. Without it, they are new every time" };

    public static Command Create()
    {
        // A mistyped option would else be taken for one more path.
        Paths.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.Length > 1 && token.Value[0] == '-') is { } option)
            {
                result.AddError($"'{option.Value}' isn't a command or option here.");
            }
        });
        var check = new Command(
            "check",
            """
            Shows which paths content blockers stop, with the rule, its list, and what stops working.

            Examples:
              posthog-proxy path check /k3fw /ingest
              posthog-proxy path check - --json < paths.txt
              posthog-proxy path check /k3fw --host e.shop.example --filter-list easyprivacy.txt
            """)
        { Paths, Host, Lists, Json };
        check.SetAction(CheckAsync);

        var suggest = new Command(
            "suggest",
            """
            Suggests a path that no blocker stops.

            Example:
              posthog-proxy path suggest --count 3
            """)
        { Count, Seed, Lists };
        suggest.SetAction(SuggestAsync);
        return new("path", "Checks the paths and hosts of proxies against the filter lists of content blockers.") { check, suggest };
    }

    private static async Task<int> CheckAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var lists = await ReadListsAsync(parsed, cancellationToken);
        var host = parsed.GetValue(Host);
        if (host is not null && Uri.CheckHostName(host) != UriHostNameType.Dns)
        {
            throw new UsageException($"'{host}' isn't a host name. Write it without scheme, port and path, such as e.shop.example.");
        }

        var isFine = true;
        await foreach (var path in ReadPathsAsync(parsed.GetRequiredValue(Paths), cancellationToken))
        {
            var verdict = PathVerdict.Of(path, host, lists, cancellationToken);
            isFine &= verdict.IsFine;
            if (parsed.GetValue(Json))
            {
                PathPrinting.PrintJson(verdict);
            }
            else
            {
                PathPrinting.Print(verdict);
            }
        }

        return isFine ? ExitCode.Fine : ExitCode.Findings;
    }

    private static async Task<int> SuggestAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var count = parsed.GetValue(Count);
        if (count is < 1 or > MostSuggestions)
        {
            throw new UsageException($"--count must be from 1 to {MostSuggestions}, not {count}.");
        }

        var lists = await ReadListsAsync(parsed, cancellationToken);
        var suggested = 0;
        foreach (var path in PathSuggestions.Stream(parsed.GetValue(Seed) ?? Guid.NewGuid().ToString(), lists).Take(count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Console.Out.WriteLine(path);
            suggested++;
        }

        return suggested == count ? ExitCode.Fine : throw new UsageException("Your lists block every path that was tried.");
    }

    private static async Task<IReadOnlyList<FilterList>> ReadListsAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var lists = new List<FilterList>();
        foreach (var file in parsed.GetValue(Lists)!)
        {
            var list = FilterList.Parse(await TextFile.ReadAsync(file, cancellationToken), Path.GetFileName(file), cancellationToken);
            if (list.Count == 0)
            {
                await Console.Error.WriteLineAsync($"posthog-proxy: '{file}' has no rule that can block a proxy. Is it a filter list?");
            }

            lists.Add(list);
        }

        return lists;
    }

    private static async IAsyncEnumerable<string> ReadPathsAsync(
        string[] arguments, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var argument in arguments)
        {
            if (argument != "-")
            {
                yield return argument;
                continue;
            }

            while (await Console.In.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Trim() is { Length: > 0 } path)
                {
                    yield return path;
                }
            }
        }
    }
}
