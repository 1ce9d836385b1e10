using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Fuzz;

/// <summary>Puts one fault into a row of frames.</summary>
internal static class Faulty
{
    public const int Kinds = 16;

    public static List<WireFrame> Apply(List<WireFrame> frames, Fault fault)
    {
        if (frames.Count == 0)
        {
            return frames;
        }

        var at = fault.At % frames.Count;
        var frame = frames[at];
        var random = new Random(fault.Number);
        switch (fault.Which)
        {
            case 0:
                frames.RemoveAt(at);
                break;
            case 1:
                frames.Insert(at, frame);
                break;
            case 2:
                var other = random.Next(frames.Count);
                (frames[at], frames[other]) = (frames[other], frame);
                break;
            case 3:
                frames[at] = frame with { Kind = (byte)random.Next(12) };
                break;
            case 4:
                frames[at] = frame with { Flags = (byte)random.Next(256) };
                break;
            case 5:
                frames[at] = frame with { Stream = (uint)random.Next(10) };
                break;
            case 6:
                frames[at] = frame with { Payload = frame.Payload[..random.Next(frame.Payload.Length + 1)] };
                break;
            case 7:
                frames[at] = frame with { Payload = [.. frame.Payload, .. Bytes(random, random.Next(1, 300))] };
                break;
            case 8 when frame.Payload.Length > 0:
                byte[] changed = [.. frame.Payload];
                changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
                frames[at] = frame with { Payload = changed };
                break;
            case 9:
                frames[at] = frame with { ClaimedLength = random.Next(frame.Payload.Length + 40) };
                break;
            case 10:
                frames[at] = frame with { Payload = Bytes(random, random.Next(60)) };
                break;
            case 11:
                frames.Insert(at, Frames.RstStream((uint)random.Next(8), (uint)random.Next(14)));
                break;
            case 12:
                frames.Insert(at, Frames.GoAway((uint)random.Next(8), (uint)random.Next(14)));
                break;
            case 13:
                frames.RemoveRange(at, frames.Count - at);
                break;
            case 14:
                frames.Insert(at, new((byte)random.Next(256), (byte)random.Next(256), (uint)random.Next(8), Bytes(random, random.Next(40))));
                break;
            default:
                frames[at] = frame with { Stream = frame.Stream + 1, Reserved = true };
                break;
        }

        return frames;
    }

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
