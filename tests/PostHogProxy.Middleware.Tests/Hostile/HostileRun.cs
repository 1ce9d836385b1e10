using CsCheck;

namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>Sends a number of generated requests to one app and collects what went wrong.</summary>
internal sealed class HostileRun(HostileShop shop)
{
    private const int Batch = 1_000;
    private const int Lane = 25;
    private static readonly int Lanes = Math.Max(4, Environment.ProcessorCount * 2);

    private readonly SortedDictionary<int, int> _statuses = [];

    /// <summary>How many answers had which status; 0 stands for a connection closed without one.</summary>
    public IReadOnlyDictionary<int, int> Statuses => _statuses;

    /// <summary>The first failing request with what is wrong with it; null where all went well.</summary>
    public async Task<(HostileRequest Request, string Problem)?> SendAsync(PCG random, int count)
    {
        for (var sent = 0; sent < count; sent += Batch)
        {
            var requests = new HostileRequest[Math.Min(Batch, count - sent)];
            for (var i = 0; i < requests.Length; i++)
            {
                requests[i] = shop.Aimed(HostileRequests.All.Generate(random, null, out _));
            }

            if (await SendAsync(requests) is { } failure)
            {
                return failure;
            }

            Assert.True(await shop.IsUpAsync(), "The app does not answer an ordinary request any more.");
        }

        return null;
    }

    /// <summary>What is wrong with one request on its own; null where nothing is.</summary>
    public async Task<string?> ProblemAsync(HostileRequest request) => (await SendAsync([request]))?.Problem;

    private async Task<(HostileRequest Request, string Problem)?> SendAsync(HostileRequest[] requests)
    {
        var answers = new Answer[requests.Length];
        var connection = new RawConnection(shop.Port);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForAsync(0, (requests.Length + Lane - 1) / Lane, options, async (lane, _) =>
        {
            var start = lane * Lane;
            var items = requests.Skip(start).Take(Lane).Select((request, i) => (request, start + i)).ToArray();
            (await connection.SendAsync(items)).CopyTo(answers, start);
        });

        (HostileRequest, string)? failure = null;
        foreach (var (number, problem) in shop.TakeProblems())
        {
            failure ??= (requests[Math.Max(0, number)], problem + (number < 0 ? " (of an unknown request)" : ""));
        }

        for (var i = 0; i < requests.Length; i++)
        {
            _statuses[answers[i].Status] = _statuses.GetValueOrDefault(answers[i].Status) + 1;
            if (AnswerProblem(answers[i]) is { } problem)
            {
                failure ??= (requests[i], problem);
            }
        }

        return failure;
    }

    private static string? AnswerProblem(Answer answer) =>
        answer.Status is 500 or 101 ? $"status {answer.Status}"
        : answer.Head is { } head && head.Contains("\nX-Injected", StringComparison.OrdinalIgnoreCase) ? "a header of the visitor's in the answer"
        : null;
}
