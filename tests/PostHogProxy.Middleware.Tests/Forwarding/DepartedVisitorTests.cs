using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using PostHogProxy.Middleware.Tests.Hosting;
using PostHogProxy.Testing;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>
/// A browser that closes a tab may be gone while the last bytes of its request are here already. The server then throws where its memory is given
/// back (<c>HttpRequestPipeReader.AdvanceTo</c>).
/// </summary>
public sealed class DepartedVisitorTests
{
    [Theory]
    [InlineData(2_048)]
    [InlineData(200_000)]
    public async Task A_body_that_is_here_whole_arrives_although_its_visitor_has_gone(int size)
    {
        var body = RandomNumberGenerator.GetBytes(size);
        var arrived = new TaskCompletionSource<byte[]>();
        await using var shop = await Shop.OpenAsync(
            (app, connect) =>
            {
                app.Use(next => context =>
                {
                    context.Features.Set<IRequestBodyPipeFeature>(new DepartingPipe(context.Request.BodyReader, size));
                    return next(context);
                });
                app.UseRouting();
                app.MapPostHogProxy("/k3fw", PostHogRegion.Eu, connect);
            },
            postHog: new StandInOptions
            {
                Intercept = async (context, _) =>
                {
                    using var whole = new MemoryStream();
                    await context.Request.Body.CopyToAsync(whole, context.RequestAborted);
                    arrived.SetResult(whole.ToArray());
                },
            });

        using var response = await shop.Client.PostAsync("/k3fw/s/", new ByteArrayContent(body), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, await arrived.Task);
    }

    // The server's, until the last byte is given back.
    private sealed class DepartingPipe(PipeReader server, int size) : PipeReader, IRequestBodyPipeFeature
    {
        private ReadResult _read;
        private long _left = size;

        public PipeReader Reader => this;

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            _left -= _read.Buffer.Slice(0, consumed).Length;
            server.AdvanceTo(consumed, examined);
            if (_left == 0)
            {
                throw new IOException("The client reset the request stream.");
            }
        }

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
            _read = await server.ReadAsync(cancellationToken);

        public override bool TryRead(out ReadResult result)
        {
            var isRead = server.TryRead(out result);
            _read = result;
            return isRead;
        }

        public override void CancelPendingRead() => server.CancelPendingRead();

        public override void Complete(Exception? exception = null) => server.Complete(exception);
    }
}
