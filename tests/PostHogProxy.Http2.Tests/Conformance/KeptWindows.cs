using PostHogProxy.Http2.Tests.Wire;

namespace PostHogProxy.Http2.Tests.Conformance;

/// <summary>A server that sends what the windows allow, and reads the client's updates for the rest.</summary>
internal sealed class KeptWindows(Exchange exchange, uint number, long? connection = null)
{
    private const int Whole = 65_535;

    private long _connection = connection ?? exchange.Server.ConnectionWindow;
    private long _stream = Whole;

    public async Task SendAsync(WireFrame frame)
    {
        while (Math.Min(_connection, _stream) < frame.Payload.Length)
        {
            var update = await exchange.Server.NextAsync(WireKind.WindowUpdate);
            if (update.Stream == 0)
            {
                _connection += update.Number();
            }
            else
            {
                Assert.Equal(number, update.Stream);
                _stream += update.Number();
                Assert.InRange(_stream, 0, Whole);
            }
        }

        _connection -= frame.Payload.Length;
        _stream -= frame.Payload.Length;
        await exchange.Server.SendAsync(frame);
    }
}
