using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace PostHogProxy.Testing.Edge;

/// <summary>Reads a body once, hashing as it goes, up to the limit PostHog has for the path.</summary>
internal static class WireBody
{
    private const long MiB = 1024 * 1024;

    /// <summary>rust/capture: 25 MB for replay, 20 MB for /batch, 2 MB for the rest.</summary>
    public static long Limit(string path) => path switch
    {
        "/s/" => 25 * MiB,
        "/batch" or "/batch/" => 20 * MiB,
        _ => 2 * MiB,
    };

    public static async Task ReadAsync(HttpContext context, long limit)
    {
        if (context.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var body = new MemoryStream();
        var buffer = new byte[32 * 1024];
        var exchange = Exchange.Of(context);
        try
        {
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                hash.AppendData(buffer, 0, read);
                body.Write(buffer, 0, read);
                if (body.Length > limit)
                {
                    throw TooLarge(limit);
                }
            }
        }
        finally
        {
            exchange.Read(body.GetBuffer().AsMemory(0, (int)body.Length), body.Length, hash.GetHashAndReset());
        }
    }

    private static Refusal TooLarge(long limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "payload_too_large", $"body over the limit of {limit / MiB} MB");
}
