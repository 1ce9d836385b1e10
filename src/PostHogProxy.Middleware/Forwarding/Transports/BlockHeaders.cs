using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PostHogProxy.Forwarding.Headers;
using PostHogProxy.Http2.Hpack;

namespace PostHogProxy.Forwarding.Transports;

/// <summary>The headers of a request over our own connection. What cannot be sent is left out, as the runtime's client leaves it out.</summary>
internal readonly struct BlockHeaders(HeaderBlock block, bool hasBody, bool hasLength) : IHeaderTarget
{
    public void Add(string name, StringValues values, bool isContent)
    {
        if (isContent && (!hasBody || (hasLength && name.Equals(HeaderNames.ContentLength, StringComparison.OrdinalIgnoreCase))))
        {
            return;
        }

        for (var index = 0; index < values.Count; index++)
        {
            if (values[index] is { } value)
            {
                block.Add(name, value);
            }
        }
    }

    public void Add(string name, ReadOnlySpan<char> value) => block.Add(name, value);
}
