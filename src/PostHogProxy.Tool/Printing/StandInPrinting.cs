using System.Globalization;
using PostHogProxy.Testing;
using PostHogProxy.Testing.Journal;

namespace PostHogProxy.Tool.Printing;

/// <summary>What <c>standin</c> says: how to point an app at it, and then what came.</summary>
internal static class StandInPrinting
{
    public static void PrintStart(PostHogStandIn standIn, Uri panel, bool isDevelopmentCertificate)
    {
        var isHttp = standIn.Origin.Scheme == Uri.UriSchemeHttp;

        // The certificate of ASP.NET Core is for this name.
        var origin = isHttp ? Text(standIn.Origin) : $"https://localhost:{standIn.Port}";
        Console.Out.WriteLine($"""
            A stand-in for PostHog runs on this machine. Ctrl+C ends it.

              PostHog        {origin}
              What it saw    {Text(panel)}

            Start your app with this variable:
              PostHogProxy__IngestOrigin={origin}
            or put this line into its appsettings.Development.json:
              "PostHogProxy": {"{"} "IngestOrigin": "{origin}" {"}"}

            """);
        if (!isHttp && !isDevelopmentCertificate)
        {
            Console.Out.WriteLine("""
                No development certificate of ASP.NET Core is on this machine, so no app trusts this stand-in yet. Run 'dotnet dev-certs https --trust' and
                start it again, or start it with --http.

                """);
        }

        Console.Out.Flush();
    }

    /// <summary>A line for each event, and for each problem.</summary>
    /// <param name="output">Where people read.</param>
    /// <param name="request">What came.</param>
    public static void Print(TextWriter output, StandInRequest request)
    {
        foreach (var line in RequestLines.Events(request).Concat(RequestLines.Problems(request)))
        {
            output.WriteLine($"{request.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {line}");
        }

        output.Flush();
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
