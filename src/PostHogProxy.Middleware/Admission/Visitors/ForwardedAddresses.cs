using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace PostHogProxy.Admission.Visitors;

/// <summary>The headers in which proxies say the visitor's address, and what is in them.</summary>
internal static class ForwardedAddresses
{
    public const string ForwardedFor = "X-Forwarded-For";

    /// <summary>RFC 7239. ASP.NET Core has nothing that reads it.</summary>
    public const string Forwarded = "Forwarded";

    // In the order in which an app should prefer them: the middleware reads the first by itself, those after it when it is given the name.
    private static readonly string[] Names =
        [ForwardedFor, "CF-Connecting-IP", "True-Client-IP", "X-Real-IP", "Fastly-Client-IP", "X-Azure-ClientIP", Forwarded];

    /// <summary>The name of the header to go by; null where there is none with a value.</summary>
    public static string? Find(IHeaderDictionary headers)
    {
        foreach (var name in Names)
        {
            if (headers.TryGetValue(name, out var value) && !StringValues.IsNullOrEmpty(value))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>The addresses of a header, in its order, with or without ports. Empty where it has none, such as <c>unknown</c>.</summary>
    public static List<IPAddress> Of(IHeaderDictionary headers, string name)
    {
        var found = new List<IPAddress>();
        foreach (var line in headers[name])
        {
            foreach (var entry in line.AsSpan().Split(','))
            {
                if (IPEndPoint.TryParse(line.AsSpan()[entry].Trim().Trim('"'), out var address))
                {
                    found.Add(address.Address);
                }
            }
        }

        return found;
    }
}
