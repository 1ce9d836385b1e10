namespace PostHogProxy.Middleware.Tests.Hostile;

/// <summary>Takes pieces out of a failing request for as long as it still fails.</summary>
internal static class SmallestFailure
{
    public static async Task<HostileRequest> OfAsync(HostileRequest request, Func<HostileRequest, Task<string?>> problem)
    {
        for (var isSmaller = true; isSmaller;)
        {
            isSmaller = false;
            foreach (var smaller in Smaller(request))
            {
                if (await problem(smaller) is not null)
                {
                    request = smaller;
                    isSmaller = true;
                    break;
                }
            }
        }

        return request;
    }

    private static IEnumerable<HostileRequest> Smaller(HostileRequest request)
    {
        for (var i = 0; i < request.Headers.Count; i++)
        {
            yield return request with { Headers = Without(request.Headers, i) };
        }

        for (var i = 0; i < request.Target.Count; i++)
        {
            yield return request with { Target = Without(request.Target, i) };
        }

        if (request.Body.Length > 0)
        {
            yield return request with { Body = "" };
        }

        if (request.Method != "GET")
        {
            yield return request with { Method = "GET" };
        }
    }

    private static string[] Without(IReadOnlyList<string> pieces, int index) => [.. pieces.Where((_, i) => i != index)];
}
