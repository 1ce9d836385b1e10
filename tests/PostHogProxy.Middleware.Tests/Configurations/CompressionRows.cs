using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PostHogProxy.Middleware.Tests.Configurations;

/// <summary>What would change a body on its way.</summary>
internal static class CompressionRows
{
    public static IEnumerable<AppConfiguration> All =>
    [
        new("response compression")
        {
            Services = services => services.AddResponseCompression(),
            Pipeline = app => app.UseResponseCompression(),
        },
        new("response compression after routing")
        {
            Services = services => services.AddResponseCompression(),
            Pipeline = app => app.UseRouting().UseResponseCompression(),
        },
        new("request decompression")
        {
            Services = services => services.AddRequestDecompression(),
            Pipeline = app => app.UseRequestDecompression(),
        },
        new("request decompression, then response compression")
        {
            Services = services => services.AddRequestDecompression().AddResponseCompression(),
            Pipeline = app => app.UseRequestDecompression().UseResponseCompression(),
        },
        new("response compression, then request decompression")
        {
            Services = services => services.AddRequestDecompression().AddResponseCompression(),
            Pipeline = app => app.UseResponseCompression().UseRequestDecompression(),
        },
        new("request bodies that are buffered, read and rewound")
        {
            Pipeline = app => app.Use(async (context, next) =>
            {
                context.Request.EnableBuffering();
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
                context.Request.Body.Position = 0;
                await next(context);
            }),
        },
        new("answers that are collected and then sent whole")
        {
            Pipeline = app => app.Use(async (context, next) =>
            {
                var wire = context.Response.Body;
                using var whole = new MemoryStream();
                context.Response.Body = whole;
                await next(context);
                context.Response.Body = wire;
                whole.Position = 0;
                await whole.CopyToAsync(wire, context.RequestAborted);
            }),
        },
    ];
}
