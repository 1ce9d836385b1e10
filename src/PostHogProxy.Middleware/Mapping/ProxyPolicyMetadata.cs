using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Metadata;

namespace PostHogProxy.Mapping;

/// <summary>What the app's other middleware reads off the proxy's endpoint so as to leave the request alone.</summary>
/// <param name="maxRequestBodySize">In bytes; replaces the server's limit, 30,000,000 by default, for this endpoint.</param>
internal sealed class ProxyPolicyMetadata(long maxRequestBodySize)
    : IRequestSizeLimitMetadata, ISkipStatusCodePagesMetadata, IAntiforgeryMetadata
{
    public long? MaxRequestBodySize { get; } = maxRequestBodySize;

    /// <summary>A beacon carries no token of the app's, and changes nothing in the app.</summary>
    public bool RequiresValidation => false;
}
