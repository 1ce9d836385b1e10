using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Fuzz;

/// <summary>One answer as a server may send it.</summary>
internal sealed record AnswerShape(int Interim, int[] Parts, bool SaysLength, byte Padding, bool HasTrailers, bool IsSplit);

/// <summary>One fault: where, which, and a number for it.</summary>
internal readonly record struct Fault(int At, int Which, int Number);

/// <summary>What a server sends for three requests, with faults in it or none.</summary>
/// <param name="Answers">One for each request.</param>
/// <param name="Faults">None: all answers are right.</param>
/// <param name="Seed">For the order in which the streams take turns, and what stands between their frames.</param>
/// <param name="LargestRead">How many bytes the client gets at a time.</param>
/// <param name="GivesUp">Which of the requests the client gives up: a bit for each.</param>
/// <param name="Breaks">Whether the connection breaks at the end, instead of ending.</param>
internal sealed record FrameScript(AnswerShape[] Answers, Fault[] Faults, int Seed, int LargestRead, int GivesUp, bool Breaks)
{
    public bool IsRight => Faults.Length == 0;

    public static byte[] Body(AnswerShape answer, uint stream) => [.. Enumerable.Range((int)stream, answer.Parts.Sum()).Select(static at => (byte)(at * 7))];

    public byte[] ToBytes()
    {
        var random = new Random(Seed);
        var turns = new List<Queue<WireFrame[]>>();
        for (var at = 0; at < Answers.Length; at++)
        {
            turns.Add(new(Frames(Answers[at], (uint)((2 * at) + 1))));
        }

        var frames = new List<WireFrame>();
        while (turns.Count > 0)
        {
            var turn = turns[random.Next(turns.Count)];
            frames.AddRange(turn.Dequeue());
            if (turn.Count == 0)
            {
                turns.Remove(turn);
            }

            if (random.Next(4) == 0)
            {
                frames.Add(Between(random));
            }
        }

        return [.. Faults.Aggregate(frames, static (all, fault) => Faulty.Apply(all, fault)).SelectMany(static frame => frame.ToBytes())];
    }

    private static IEnumerable<WireFrame[]> Frames(AnswerShape answer, uint stream)
    {
        for (var at = 0; at < answer.Interim; at++)
        {
            yield return [Wire.Frames.Headers(stream, WireHpack.Answer(103, ("link", "</x>")))];
        }

        var block = answer.SaysLength
            ? WireHpack.Answer(200, ("content-length", answer.Parts.Sum().ToString(System.Globalization.CultureInfo.InvariantCulture)), ("server", "fuzz"))
            : [0x20, 0x88, .. WireHpack.Literal("x-fuzz", "huffman", huffman: true), .. WireHpack.LiteralOf(54, "fuzz", WireHpack.IntoTable)];
        yield return answer.IsSplit
            ? [Wire.Frames.Headers(stream, block[..5], endHeaders: false), Wire.Frames.Continuation(stream, block[5..9], endHeaders: false), Wire.Frames.Continuation(stream, block[9..])]
            : [Wire.Frames.Headers(stream, block)];

        var body = Body(answer, stream);
        foreach (var part in answer.Parts)
        {
            var frame = Wire.Frames.Data(stream, body[..part]);
            yield return [answer.Padding > 0 ? Wire.Frames.Padded(frame, answer.Padding) : frame];
            body = body[part..];
        }

        yield return [answer.HasTrailers ? Wire.Frames.Headers(stream, WireHpack.Block(("x-sum", "1")), end: true) : Wire.Frames.Data(stream, 0, end: true)];
    }

    private static WireFrame Between(Random random) => random.Next(7) switch
    {
        0 => Wire.Frames.Settings((WireSetting.InitialWindowSize, (uint)random.Next(100_000))),
        1 => Wire.Frames.Settings((WireSetting.MaxConcurrentStreams, (uint)random.Next(10))),
        2 => Wire.Frames.Ping((ulong)random.NextInt64()),
        3 => Wire.Frames.WindowUpdate(0, (uint)random.Next(1, 100_000)),
        4 => Wire.Frames.WindowUpdate((uint)((2 * random.Next(3)) + 1), (uint)random.Next(1, 100_000)),
        5 => Wire.Frames.Priority((uint)random.Next(1, 10)),
        _ => Wire.Frames.Unknown((uint)random.Next(10), random.Next(50)),
    };
}
