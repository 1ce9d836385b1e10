namespace PostHogProxy.Payloads;

/// <summary>What was around the JSON of a request, and so how it is written again.</summary>
internal enum PayloadForm
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>Gzip alone.</summary>
    Gzip,

    /// <summary>A form, base64 or a query value. It is written as posthog-js writes most of its requests: gzip as text/plain.</summary>
    Wrapped,
}
