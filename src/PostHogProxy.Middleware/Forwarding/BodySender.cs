namespace PostHogProxy.Forwarding;

/// <summary>
/// Stands between the forwarder and the connections, and gives the client bodies that it can deal with: a small one can be sent twice, a
/// streaming one ends whole or not at all.
/// </summary>
internal sealed class BodySender(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly HttpRequestOptionsKey<SmallBody> Key = new("PostHogProxy.SmallBody");
    private static readonly AsyncLocal<SmallBody?> Current = new();

    /// <summary>The small body of the request that is being sent by the code that asks.</summary>
    public static SmallBody? Sending => Current.Value;

    public static void Attach(HttpRequestMessage request, SmallBody body) => request.Options.Set(Key, body);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Options.TryGetValue(Key, out var body))
        {
            return SendAsync(request, body, cancellationToken);
        }

        if (request.Content is { } streaming)
        {
            request.Content = new WholeContent(streaming);
        }

        return base.SendAsync(request, cancellationToken);
    }

    // Asynchronous, so that the local value ends with it.
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, SmallBody body, CancellationToken cancellationToken)
    {
        Current.Value = body;
        request.Content = new RepeatableContent(body, request.Content);
        return await base.SendAsync(request, cancellationToken);
    }
}
