using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpLogging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogProxy.Middleware.Tests.Hosting;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What is told of middleware that handles bodies before the proxy does; docs/operations.md says where it may stand.</summary>
public sealed class EarlyBodyTests
{
    private const string Replaced = "Warning 11:";
    private const string Sha256OfBraces = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    private const string Taken = "Warning 12:";

    public static TheoryData<string, string> Replacing => new()
    {
        { "decompression", "UseRequestDecompression" },
        { "logging", "UseHttpLogging" },
        { "buffering", "EnableBuffering" },
        { "own", nameof(OwnStream) },
    };

    [Theory]
    [MemberData(nameof(Replacing))]
    public async Task A_body_that_comes_through_middleware_is_told_once_with_its_name_and_arrives(string middleware, string named)
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, app => Early(app, middleware).UseRouting());

        await PostAsync(shop, "{}", gzipped: middleware == "decompression");
        await PostAsync(shop, "{}", gzipped: middleware == "decompression");

        Assert.Contains(named, Assert.Single(log.Lines, line => line.StartsWith(Replaced, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(
            [Sha256OfBraces, Sha256OfBraces], shop.PostHog.Journal.Requests.Select(request => request.BodySha256));
    }

    [Theory]
    [MemberData(nameof(Replacing))]
    public async Task Nothing_is_told_where_it_is_kept_off_the_proxy_as_the_message_says(string middleware, string named)
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, app => app.UseRouting().UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<PostHogProxyMetadata>() is null, branch => Early(branch, middleware)));

        await PostAsync(shop, "{}", gzipped: middleware == "decompression");

        Assert.DoesNotContain(log.Lines, line => line.StartsWith(Replaced, StringComparison.Ordinal) || line.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_told_of_an_app_without_such_middleware()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, app => app.UseRouting());

        await PostAsync(shop, "{}");
        await PostAsync(shop, "");
        await PostAsync(shop, new string('x', 70_000));
        await PostAsync(shop, "data=e30%3D", "application/x-www-form-urlencoded");

        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Equal(4, shop.PostHog.Journal.Requests.Count);
    }

    // As a host hands it over that has the whole request before the app starts on it.
    [Fact]
    public async Task Nothing_is_told_of_a_body_in_memory()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, app => app.Use((context, next) =>
        {
            context.Request.Body = new MemoryStream("{}"u8.ToArray());
            return next(context);
        }).UseRouting());

        await PostAsync(shop, "{}");

        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Warning", StringComparison.Ordinal));
        Assert.Equal(Sha256OfBraces, Assert.Single(shop.PostHog.Journal.Requests).BodySha256);
    }

    [Theory]
    [InlineData("data=e30%3D", "application/x-www-form-urlencoded")]
    [InlineData("{}", "text/plain")]
    public async Task A_body_that_middleware_has_read_is_told_once_and_answered_so_that_the_SDK_keeps_the_event(string body, string type)
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, app => app.Use(async (context, next) =>
        {
            if (context.Request.HasFormContentType)
            {
                await context.Request.ReadFormAsync(context.RequestAborted);
            }
            else
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            }

            await next(context);
        }).UseRouting());

        var first = await PostAsync(shop, body, type);
        var second = await PostAsync(shop, body, type);

        Assert.Equal([HttpStatusCode.BadGateway, HttpStatusCode.BadGateway], [first, second]);
        Assert.Single(log.Lines, line => line.StartsWith(Taken, StringComparison.Ordinal));
        Assert.Empty(shop.PostHog.Journal.Requests);
    }

    [Fact]
    public async Task The_form_that_method_override_reads_is_told()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(
            log, app => app.UseHttpMethodOverride(new() { FormFieldName = "_method" }).UseRouting());

        Assert.Equal(HttpStatusCode.BadGateway, await PostAsync(shop, "data=e30%3D", "application/x-www-form-urlencoded"));

        Assert.Single(log.Lines, line => line.StartsWith(Taken, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_body_is_in_the_HTTP_log_of_an_app_that_logs_bodies_and_all_else_is()
    {
        var log = new ListLogger();
        await using var shop = await OpenAsync(log, app =>
        {
            app.UseRouting();
            app.UseHttpLogging();
            app.MapPost("/own", async (HttpRequest request) => await new StreamReader(request.Body).ReadToEndAsync());
        });

        await PostAsync(shop, "{\"event\":\"a-visitors-event\"}");
        await shop.Client.PostAsync("/own", new StringContent("a-body-of-the-apps"), TestContext.Current.CancellationToken);

        Assert.Contains(log.Lines, line => line.Contains("a-body-of-the-apps", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("a-visitors-event", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("/k3fw/e/", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.StartsWith(Replaced, StringComparison.Ordinal));
    }

    private static IApplicationBuilder Early(IApplicationBuilder app, string middleware) => middleware switch
    {
        "decompression" => app.UseRequestDecompression(),
        "logging" => app.UseHttpLogging(),
        "buffering" => app.Use((context, next) =>
        {
            context.Request.EnableBuffering();
            return next(context);
        }),
        _ => app.Use((context, next) =>
        {
            context.Request.Body = new OwnStream(context.Request.Body);
            return next(context);
        }),
    };

    private static async Task<HttpStatusCode> PostAsync(Shop shop, string body, string type = "text/plain", bool gzipped = false)
    {
        using var wire = new MemoryStream();
        await using (Stream encoder = gzipped ? new GZipStream(wire, CompressionLevel.Optimal, leaveOpen: true) : new BufferedStream(wire))
        {
            await encoder.WriteAsync(Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);
        }

        using var content = new ByteArrayContent(wire.ToArray());
        content.Headers.ContentType = new(type);
        if (gzipped)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        using var response = await shop.Client.PostAsync("/k3fw/e/", content, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static Task<Shop> OpenAsync(ListLogger log, Action<WebApplication> pipeline) => Shop.OpenAsync(
        (app, connect) =>
        {
            pipeline(app);
            app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
        },
        builder =>
        {
            builder.Services.AddRequestDecompression().AddHttpLogging(logging => logging.LoggingFields = HttpLoggingFields.All);
            builder.Logging.SetMinimumLevel(LogLevel.Information).AddProvider(log);
        });

    private sealed class OwnStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
