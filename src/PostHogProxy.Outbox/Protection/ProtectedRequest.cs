using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Stores;

namespace PostHogProxy.Outbox.Protection;

/// <summary>
/// A request whose path, query, headers and body are encrypted. It looks like any other request to a store, so every store can keep it. Its proxy,
/// kind and time stay readable: the store sorts and deletes by them.
/// </summary>
internal static class ProtectedRequest
{
    // No path of a request has this form: they all begin with a slash.
    private const string Mark = "protected/1";

    public static bool Is(KeptRequest request) => request.Path == Mark;

    /// <param name="request">What is kept.</param>
    /// <param name="protector">The app's keys, for this purpose.</param>
    /// <param name="maxAge">For how long the keys open it.</param>
    public static KeptRequest Seal(KeptRequest request, ITimeLimitedDataProtector protector, TimeSpan maxAge)
    {
        var head = RequestHead.Write(request);
        var plain = new byte[sizeof(int) + head.Length + request.Body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(plain, head.Length);
        head.CopyTo(plain, sizeof(int));
        request.Body.CopyTo(plain, sizeof(int) + head.Length);
        return new KeptRequest { Kind = request.Kind, ReceivedAt = request.ReceivedAt, Path = Mark, Body = protector.Protect(plain, request.ReceivedAt + maxAge) };
    }

    /// <summary>Null where these keys do not open it.</summary>
    public static KeptRequest? Open(KeptRequest request, ITimeLimitedDataProtector protector)
    {
        byte[] plain;
        try
        {
            plain = protector.Unprotect(request.Body);
        }
        catch (CryptographicException)
        {
            // Other keys, keys that are gone, or its time is over. The library does not tell these apart.
            return null;
        }

        if (plain.Length < sizeof(int) || BinaryPrimitives.ReadInt32LittleEndian(plain) is var length && (length < 0 || length > plain.Length - sizeof(int)))
        {
            return null;
        }

        return RequestHead.Read(plain.AsSpan(sizeof(int), length))?.Request(request.Kind, request.ReceivedAt, plain[(sizeof(int) + length)..]);
    }
}
