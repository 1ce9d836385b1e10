using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace PostHogProxy.SideBySide;

/// <summary>What stands for PostHog, in a process of its own: TLS, reads every body, answers at once, 40 ms later, or after what the query says.</summary>
internal static class Upstream
{
    public static readonly TimeSpan Distance = TimeSpan.FromMilliseconds(40);

    private static readonly byte[] Ok = """{"status":"Ok"}"""u8.ToArray();

    private static long _handshakes, _requests, _taken;
    private static volatile bool _isDown;

    /// <summary>
    /// Prints the certificate's thumbprint when it listens, and the counts at each line of input; ends with the input. The lines <c>down</c> and
    /// <c>up</c> let it answer 503, and answer again.
    /// </summary>
    public static async Task<int> RunAsync(int port, int distantPort, string gzipFile, string brotliFile)
    {
        var gzip = await File.ReadAllBytesAsync(gzipFile);
        var brotli = await File.ReadAllBytesAsync(brotliFile);
        using var certificate = CreateCertificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.Http2.InitialConnectionWindowSize = kestrel.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;
            kestrel.Listen(IPAddress.Loopback, port, Secure);
            kestrel.Listen(IPAddress.Loopback, distantPort, Secure);
        });

        var app = builder.Build();
        app.Run(context => AnswerAsync(context, distantPort, gzip, brotli));
        await app.StartAsync();
        Console.WriteLine(certificate.GetCertHashString());
        while (await Console.In.ReadLineAsync() is { } line)
        {
            _isDown = line switch { "down" => true, "up" => false, _ => _isDown };
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Read(ref _requests)} {Interlocked.Read(ref _handshakes)} {Interlocked.Read(ref _taken)}"));
        }

        await app.StopAsync();
        return 0;

        void Secure(ListenOptions listen) => listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = certificate,
            OnAuthenticate = (_, _) => Interlocked.Increment(ref _handshakes),
        });
    }

    private static async Task AnswerAsync(HttpContext context, int distantPort, byte[] gzip, byte[] brotli)
    {
        Interlocked.Increment(ref _requests);
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        if (context.Connection.LocalPort == distantPort)
        {
            await Task.Delay(Distance, context.RequestAborted);
        }

        if (context.Request.Query["wait"] is [{ } wait, ..] && int.Parse(wait, CultureInfo.InvariantCulture) is var milliseconds and > 0)
        {
            await Task.Delay(milliseconds, context.RequestAborted);
        }

        if (_isDown)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        Interlocked.Increment(ref _taken);
        var answer = Ok;
        var headers = context.Response.Headers;
        if (context.Request.Path.StartsWithSegments("/static"))
        {
            var takesBrotli = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
            answer = takesBrotli ? brotli : gzip;
            headers.ContentEncoding = takesBrotli ? "br" : "gzip";
            headers.CacheControl = "public, max-age=300";
            headers.Vary = "Accept-Encoding";
            headers.ETag = takesBrotli ? "\"b1\"" : "\"g1\"";
            context.Response.ContentType = "application/javascript";
            if (context.Request.Headers.IfNoneMatch == headers.ETag)
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        else
        {
            context.Response.ContentType = "application/json";
            headers.AccessControlAllowOrigin = "*";
        }

        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=side by side", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("*.i.posthog.com");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null);
    }
}
