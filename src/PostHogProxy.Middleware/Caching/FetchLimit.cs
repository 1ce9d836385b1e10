using PostHogProxy.Forwarding;

namespace PostHogProxy.Caching;

/// <summary>
/// How many answers are fetched at a time on behalf of all. It is a limit of its own: fetches take no event's place under
/// <see cref="PostHogProxyOptions.MaxConcurrentRequests"/>. What has no place goes to PostHog as the visitor's own request.
/// </summary>
internal sealed class FetchLimit
{
    // PostHog's SDK asks for a dozen files. The rest is somebody who tries names, and leaves half to those.
    private const int Most = 32;
    private const int MostOfMadeUpKeys = 16;

    private readonly Load _all = new();
    private readonly Load _madeUp = new();

    public bool TryEnter(AssetKey asked)
    {
        if (!asked.IsEverybodys && !_madeUp.TryEnter(MostOfMadeUpKeys))
        {
            return false;
        }

        if (_all.TryEnter(Most))
        {
            return true;
        }

        if (!asked.IsEverybodys)
        {
            _madeUp.Leave();
        }

        return false;
    }

    public void Leave(AssetKey asked)
    {
        _all.Leave();
        if (!asked.IsEverybodys)
        {
            _madeUp.Leave();
        }
    }
}
