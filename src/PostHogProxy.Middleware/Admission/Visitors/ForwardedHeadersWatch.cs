using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogProxy.Telemetry;

namespace PostHogProxy.Admission.Visitors;

/// <summary>
/// Notices that a proxy in front of the app says the visitor's address and the app does not read it, or not all of it: then every visitor has
/// the address, and the city, of a proxy. Each case is logged once for each header. What only may be so is not a warning: a visitor
/// can write any header.
/// </summary>
internal sealed class ForwardedHeadersWatch(ILogger logger)
{
    private readonly ConcurrentDictionary<(Case Case, string Header), bool> _logged = new();

    private enum Case
    {
        Ignored,
        PerhapsIgnored,
        LeftOver,
    }

    public void Look(HttpContext context)
    {
        if (ForwardedAddresses.Find(context.Request.Headers) is { } header)
        {
            Judge(context, header);
        }
    }

    private void Judge(HttpContext context, string header)
    {
        var peer = ConnectionPeer.Of(context);
        if (peer.IsReplaced)
        {
            // The middleware removes from X-Forwarded-For what it has used, and leaves every other header alone.
            if (header == ForwardedAddresses.ForwardedFor && !IsLogged(Case.LeftOver, header) && LeavesOut(context) && IsFirst(Case.LeftOver, header))
            {
                logger.ForwardedAddressesLeft();
            }

            return;
        }

        if (IsLogged(Case.Ignored, header) || (!peer.IsNear && IsLogged(Case.PerhapsIgnored, header)) || !TellsAnother(context, header))
        {
            return;
        }

        if (!peer.IsNear)
        {
            if (IsFirst(Case.PerhapsIgnored, header))
            {
                logger.ForwardedHeadersPerhapsIgnored(header, Cure(header));
            }
        }
        else if (IsFirst(Case.Ignored, header))
        {
            if (header == ForwardedAddresses.Forwarded)
            {
                logger.ForwardedUnreadable(Cure(header));
            }
            else
            {
                logger.ForwardedHeadersIgnored(header, Cure(header));
            }
        }
    }

    // A middleware of the app's own may have taken the address from another header, and left this one whole.
    private static bool LeavesOut(HttpContext context)
    {
        var left = ForwardedAddresses.Of(context.Request.Headers, ForwardedAddresses.ForwardedFor);
        return left.Count > 0 && !left.Exists(address => ConnectionPeer.IsSame(address, context.Connection.RemoteIpAddress));
    }

    // The first address is the visitor's. Where it is the connection's, nothing is lost.
    private static bool TellsAnother(HttpContext context, string header) =>
        header == ForwardedAddresses.Forwarded
            ? context.Request.Headers[header].ToString().Contains("for=", StringComparison.OrdinalIgnoreCase)
            : ForwardedAddresses.Of(context.Request.Headers, header) is [var first, ..]
                && !ConnectionPeer.IsSame(first, context.Connection.RemoteIpAddress);

    private static string Cure(string header) => header switch
    {
        ForwardedAddresses.Forwarded =>
            "ASP.NET Core does not read Forwarded (RFC 7239). Let the proxy send X-Forwarded-For too, and add app.UseForwardedHeaders() before routing, "
            + "with the proxy in KnownProxies or KnownIPNetworks",
        ForwardedAddresses.ForwardedFor =>
            "Add app.UseForwardedHeaders() before routing, with the proxy in KnownProxies or KnownIPNetworks",
        _ =>
            $"Set ForwardedHeadersOptions.ForwardedForHeaderName = \"{header}\", and add app.UseForwardedHeaders() before routing, "
            + "with the proxy in KnownProxies or KnownIPNetworks",
    };

    private bool IsLogged(Case what, string header) => _logged.ContainsKey((what, header));

    private bool IsFirst(Case what, string header) => _logged.TryAdd((what, header), true);
}
