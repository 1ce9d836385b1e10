namespace PostHogProxy.Rules.Blocking;

/// <summary>A request as a blocker sees it. It is always of the page's own site: that is what a proxy is for.</summary>
internal sealed class RequestUrl
{
    public RequestUrl(string host, string pathAndQuery, RequestKinds kind, string method, bool isPageHost)
    {
        Text = "https://" + host + pathAndQuery;
        Lower = Text.ToLowerInvariant();
        HostEnd = HostStart + host.Length;
        Kind = kind;
        Method = method;
        IsPageHost = isPageHost;
    }

    public string Text { get; }

    /// <summary>What rules are compared with, unless they mind the case.</summary>
    public string Lower { get; }

    public static int HostStart => "https://".Length;

    public int HostEnd { get; }

    public RequestKinds Kind { get; }

    public string Method { get; }

    /// <summary>Whether the page is on the very host, not only on the same site.</summary>
    public bool IsPageHost { get; }
}
