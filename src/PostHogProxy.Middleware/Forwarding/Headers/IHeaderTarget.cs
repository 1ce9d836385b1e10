using Microsoft.Extensions.Primitives;

namespace PostHogProxy.Forwarding.Headers;

/// <summary>Takes the headers of a request to PostHog, in the form that its transport needs.</summary>
internal interface IHeaderTarget
{
    /// <param name="name">The name of the header.</param>
    /// <param name="values">Its values.</param>
    /// <param name="isContent">Whether it says something about the body; then it is left out where there is none.</param>
    void Add(string name, StringValues values, bool isContent);

    /// <summary>Adds a header that the proxy writes itself.</summary>
    void Add(string name, ReadOnlySpan<char> value);
}

/// <summary>The headers of a message of the runtime's client.</summary>
internal readonly struct MessageHeaders(HttpRequestMessage request) : IHeaderTarget
{
    public void Add(string name, StringValues values, bool isContent)
    {
        var target = isContent ? (System.Net.Http.Headers.HttpHeaders?)request.Content?.Headers : request.Headers;
        if (values.Count == 1)
        {
            target?.TryAddWithoutValidation(name, values.ToString());
        }
        else
        {
            target?.TryAddWithoutValidation(name, (IEnumerable<string>)values);
        }
    }

    public void Add(string name, ReadOnlySpan<char> value) => request.Headers.TryAddWithoutValidation(name, value.ToString());
}
