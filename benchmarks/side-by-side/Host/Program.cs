using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using PostHogProxy;
using PostHogProxy.SideBySide.Host;

// The apps that are measured: which one, the port to listen on, the port of the upstream, and the thumbprint of its certificate.
//   floor       answers 200 itself, and array.js from memory in one buffer
//   lean        an app with the proxy and nothing else, a meter and a trace listener attached
//   handler     lean, with SocketsHttpHandler in place of the proxy's own HTTP/2 connections
//   buffers     lean, with Kestrel's blocks of 64 KiB (UsePostHogProxyBuffers)
//   inline      lean, with Kestrel's continuations on the socket's thread (UnsafePreferInlineScheduling); inline-floor is bare Kestrel with it
//   quiet       the same without the listeners
//   page        quiet, with the page mapped that counts each exchange; nobody looks at it
//   outbox      the same as quiet with an outbox; the fifth argument is its file
//   write-ahead the same, with every event kept before it is sent
//   outbox-redis, write-ahead-redis
//               the same two in Redis; the fifth argument is its connection string
//   full        an app with what apps have, and the proxy
//   full-floor  that app, answering 200 itself
if (args is not [var kind, var port, var upstreamPort, var thumbprint, ..])
{
    Console.Error.WriteLine("Usage: floor|lean|quiet|page|full|full-floor <port> <upstream port> <thumbprint> [array.js.gz array.js.br]");
    return 2;
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");

// As the template's appsettings.json has it.
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
var isFull = kind.StartsWith("full", StringComparison.Ordinal);
if (isFull)
{
    builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();
    builder.Services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
    builder.Services.AddAntiforgery();
}

if (kind == "buffers")
{
    builder.WebHost.UsePostHogProxyBuffers();
}

if (kind.StartsWith("inline", StringComparison.Ordinal))
{
    builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
}

if (kind.StartsWith("outbox", StringComparison.Ordinal) || kind.StartsWith("write-ahead", StringComparison.Ordinal))
{
    var proxy = builder.Services.AddPostHogProxy();
    void Configure(PostHogOutboxOptions options)
    {
        options.Mode = kind.StartsWith("outbox", StringComparison.Ordinal) ? PostHogOutboxMode.OnFailure : PostHogOutboxMode.WriteAhead;
        options.MinFreeDisk = 0;

        // An app waits for some seconds, a fleet for a minute; what is killed every second would never send.
        options.LongestStart = TimeSpan.Zero;
    }

    if (kind.EndsWith("-redis", StringComparison.Ordinal))
    {
        proxy.AddRedisOutbox(args[4], options =>
        {
            Configure(options);

            // Nor is a minute's takeover of use here.
            options.AttemptTimeout = TimeSpan.FromSeconds(2);
        });
    }
    else
    {
        proxy.AddSqliteOutbox(options =>
        {
            Configure(options);
            options.Path = args[4];
        });
    }
}

var app = builder.Build();
if (isFull)
{
    app.UseStatusCodePages();
    app.UseResponseCompression();
    app.UseRouting();
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseAntiforgery();
}

using var figures = kind is "outbox" or "write-ahead" ? new OutboxFigures() : null;
if (figures is not null)
{
    app.MapGet(OutboxFigures.Path, figures.Text);
}

// What this process has allocated since its start; the driver asks before and after.
app.MapGet("/allocated", () => GC.GetTotalAllocatedBytes(precise: true).ToString(System.Globalization.CultureInfo.InvariantCulture)).AllowAnonymous();
using var listeners = kind is "lean" or "handler" or "buffers" or "inline" ? new TelemetryListeners() : null;
if (kind.EndsWith("floor", StringComparison.Ordinal))
{
    FloorEndpoints.Map(app, [.. args.Skip(4)]);
}
else
{
    app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, options =>
    {
        options.Transport = kind == "handler" ? PostHogTransport.SocketsHttpHandler : PostHogTransport.Auto;
        options.ConfigureHandler = handler => LoopbackUpstream.Use(handler, int.Parse(upstreamPort, System.Globalization.CultureInfo.InvariantCulture), thumbprint);
    });
}

if (kind == "page")
{
    // Without the services of a sign-in there is no middleware of one, whose cost would be measured too. The page then answers nobody.
    app.MapPostHogProxyPage().RequireAuthorization();
}

await app.RunAsync();
return 0;
