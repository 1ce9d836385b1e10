using System.IO.Pipelines;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PostHogProxy.Bodies;
using PostHogProxy.Forwarding.Contents;

namespace PostHogProxy.Middleware.Tests.Forwarding;

/// <summary>A small body comes with the head of its request, or after it, or in part with it.</summary>
public sealed class SmallBodyReadingTests
{
    private const int Length = 1_000;

    private readonly byte[] _body = RandomNumberGenerator.GetBytes(Length);
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(999)]
    public async Task A_body_is_read_whole_although_only_a_part_is_there_at_first(int there)
    {
        await SendAsync(0, there);

        var reading = ReadAsync();

        Assert.False(reading.IsCompleted);
        await SendAsync(there, Length);
        using var small = await reading;
        Assert.Equal(_body, small!.ToArray());
    }

    [Fact]
    public async Task A_body_that_is_there_is_read_without_a_wait()
    {
        await SendAsync(0, Length);

        var reading = ReadAsync();

        Assert.True(reading.IsCompletedSuccessfully);
        using var small = await reading;
        Assert.Equal(_body, small!.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    public async Task A_body_of_up_to_64_KiB_is_small(int length)
    {
        await _pipe.Writer.WriteAsync(new byte[length], TestContext.Current.CancellationToken);

        using var small = await ReadAsync(length);

        Assert.Equal(length, small?.Length);
    }

    [Fact]
    public async Task What_comes_after_it_stays_where_it_is()
    {
        await SendAsync(0, Length);
        await SendAsync(0, 500);

        using var small = await ReadAsync();

        Assert.Equal(_body, small!.ToArray());
        Assert.True(_pipe.Reader.TryRead(out var rest));
        Assert.Equal(500, rest.Buffer.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700)]
    public async Task A_body_that_ends_before_its_length_is_an_error(int there)
    {
        await SendAsync(0, there);
        await _pipe.Writer.CompleteAsync();

        await Assert.ThrowsAsync<EndOfStreamException>(async () => await ReadAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(65_537L)]
    public async Task What_has_no_length_or_is_large_is_not_read_here(long? length)
    {
        await SendAsync(0, Length);

        Assert.Null(await ReadAsync(length));

        Assert.True(_pipe.Reader.TryRead(out var rest));
        Assert.Equal(Length, rest.Buffer.Length);
    }

    private async Task SendAsync(int from, int to)
    {
        if (to > from)
        {
            await _pipe.Writer.WriteAsync(_body.AsMemory(from, to - from), TestContext.Current.CancellationToken);
        }
    }

    private ValueTask<SmallBody?> ReadAsync(long? length = Length)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentLength = length;
        context.Request.Body = _pipe.Reader.AsStream();
        context.Features.Set<IRequestBodyPipeFeature>(new Arriving(_pipe.Reader));
        return SmallBody.ReadAsync(context, TimeSpan.FromMinutes(1));
    }

    private sealed record Arriving(PipeReader Reader) : IRequestBodyPipeFeature;
}
