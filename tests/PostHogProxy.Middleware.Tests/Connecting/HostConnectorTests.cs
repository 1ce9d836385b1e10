using System.Net.Sockets;

namespace PostHogProxy.Middleware.Tests.Connecting;

/// <summary>The figures and the order are typed from RFC 8305, sections 4, 5 and 8.</summary>
public sealed class HostConnectorTests
{
    private const string V6 = "2001:db8::1";
    private const string OtherV6 = "2001:db8::2";
    private const string V4 = "192.0.2.1";
    private const string OtherV4 = "192.0.2.2";

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(V6)]
    [InlineData(V4)]
    public async Task A_name_of_one_family_is_connected_to(string address)
    {
        var network = new TestNetwork(address);

        Assert.Equal(address, (await network.ConnectAsync()).ToString());
        Assert.Equal([address], network.Tried);
    }

    [Fact]
    public async Task The_first_address_is_the_only_one_where_it_answers()
    {
        var network = new TestNetwork(V6, V4);

        Assert.Equal(V6, (await network.ConnectAsync()).ToString());
        Assert.Equal([V6], network.Tried);
    }

    [Fact]
    public async Task A_second_address_is_tried_a_quarter_of_a_second_after_one_that_swallows()
    {
        var network = new TestNetwork(V6, V4) { Swallowing = { V6 } };
        var connecting = network.ConnectAsync().AsTask();
        await network.TriedAsync(1);

        network.Clock.Move(Delay - TimeSpan.FromMilliseconds(1));
        Assert.Equal([V6], network.Tried);
        network.Clock.Move(TimeSpan.FromMilliseconds(1));

        Assert.Equal(V4, (await connecting).ToString());
        Assert.Equal([V6], network.GivenUp);
    }

    [Fact]
    public async Task After_a_refusal_the_next_one_is_tried_at_once()
    {
        var network = new TestNetwork(V6, V4) { Refusing = { V6 } };

        // The clock stands still.
        Assert.Equal(V4, (await network.ConnectAsync()).ToString());
    }

    [Fact]
    public async Task The_families_alternate()
    {
        var network = new TestNetwork(V6, OtherV6, V4, OtherV4) { Refusing = { V6, OtherV6, V4 } };

        Assert.Equal(OtherV4, (await network.ConnectAsync()).ToString());
        Assert.Equal([V6, V4, OtherV6, OtherV4], network.Tried);
    }

    [Fact]
    public async Task What_worked_last_goes_first_the_next_time()
    {
        var network = new TestNetwork(V6, V4) { Refusing = { V6 } };
        await network.ConnectAsync();

        Assert.Equal(V4, (await network.ConnectAsync()).ToString());
        Assert.Equal([V6, V4, V4], network.Tried);
    }

    [Fact]
    public async Task Where_the_addresses_have_changed_the_family_that_worked_goes_first()
    {
        var network = new TestNetwork(V6, V4) { Refusing = { V6 } };
        await network.ConnectAsync();
        network.Addresses = [OtherV6, OtherV4];

        Assert.Equal(OtherV4, (await network.ConnectAsync()).ToString());
    }

    [Fact]
    public async Task What_worked_last_and_now_swallows_costs_one_delay_once()
    {
        var network = new TestNetwork(V4, V6);
        await network.ConnectAsync();
        network.Swallowing.Add(V4);

        var connecting = network.ConnectAsync().AsTask();
        await network.TriedAsync(2);
        network.Clock.Move(Delay);

        Assert.Equal(V6, (await connecting).ToString());
        Assert.Equal(V6, (await network.ConnectAsync()).ToString());
        Assert.Equal([V4, V4, V6, V6], network.Tried);
    }

    [Fact]
    public async Task An_earlier_attempt_may_still_win_and_a_later_one_is_closed()
    {
        var network = new TestNetwork(V6, V4) { Swallowing = { V6, V4 } };
        var connecting = network.ConnectAsync().AsTask();
        await network.TriedAsync(1);
        network.Clock.Move(Delay);
        await network.TriedAsync(2);

        network.Answer(V6, new NamedStream(V6));
        Assert.Equal(V6, (await connecting).ToString());

        var late = new NamedStream(V4);
        network.Answer(V4, late);
        await late.Closed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_failure_of_all_names_each_address_and_why()
    {
        var network = new TestNetwork(V6, V4) { Refusing = { V6, V4 } };

        var failure = await Assert.ThrowsAsync<SocketException>(async () => await network.ConnectAsync());

        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
        Assert.Contains("shop.example:443", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{V6} (Connection refused)", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{V4} (Connection refused)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_while_another_address_swallows_does_not_end_the_race()
    {
        var network = new TestNetwork(V6, V4) { Swallowing = { V6 }, Refusing = { V4 } };
        var connecting = network.ConnectAsync().AsTask();
        await network.TriedAsync(1);
        network.Clock.Move(Delay);
        await network.TriedAsync(2);

        network.Answer(V6, new NamedStream(V6));

        Assert.Equal(V6, (await connecting).ToString());
    }

    [Fact]
    public async Task A_cancellation_ends_every_attempt_and_names_what_was_tried()
    {
        var network = new TestNetwork(V6, V4, OtherV4) { Swallowing = { V6, V4, OtherV4 } };
        using var cancellation = new CancellationTokenSource();
        var connecting = network.ConnectAsync(cancellation.Token).AsTask();
        await network.TriedAsync(1);
        network.Clock.Move(Delay);
        await network.TriedAsync(2);

        await cancellation.CancelAsync();

        var cancelled = await Assert.ThrowsAsync<OperationCanceledException>(() => connecting);
        Assert.Equal(cancellation.Token, cancelled.CancellationToken);
        Assert.Contains($"{V6} (no answer), {V4} (no answer), and 1 more not tried", cancelled.Message, StringComparison.Ordinal);
        Assert.Equal([V4, V6], network.GivenUp.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_many_addresses_the_last_one_is_reached_too()
    {
        var dead = Enumerable.Range(1, 30).Select(i => $"2001:db8::{i:x}").ToArray();
        var network = new TestNetwork([.. dead, V4, OtherV4]) { Refusing = { V4 } };
        network.Refusing.UnionWith(dead);

        Assert.Equal(OtherV4, (await network.ConnectAsync()).ToString());
        Assert.Equal([dead[0], V4, dead[1], OtherV4], network.Tried);
    }

    [Fact]
    public async Task An_address_that_is_told_twice_is_tried_once()
    {
        var network = new TestNetwork(V4, V4) { Refusing = { V4 } };

        await Assert.ThrowsAsync<SocketException>(async () => await network.ConnectAsync());

        Assert.Equal([V4], network.Tried);
    }

    [Fact]
    public async Task A_name_without_addresses_is_one_that_is_not_found()
    {
        var failure = await Assert.ThrowsAsync<SocketException>(async () => await new TestNetwork().ConnectAsync());

        Assert.Equal(SocketError.HostNotFound, failure.SocketErrorCode);
    }
}
