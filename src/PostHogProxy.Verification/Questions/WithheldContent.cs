using System.Net;

namespace PostHogProxy.Verification.Questions;

/// <summary>A body of which only the length is told. Being asked for it is the answer.</summary>
internal sealed class WithheldContent(long length) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => throw new BodyWithheldException();

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }
}

/// <summary>Ends a request whose body was wanted.</summary>
internal sealed class BodyWithheldException : Exception;
