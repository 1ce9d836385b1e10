using PostHogProxy.Keeping;
using PostHogProxy.Outbox.Hosting;

namespace PostHogProxy.Outbox.Tests.Hosting;

/// <summary>Requests lie under their proxy's name. Two proxies of one name would send each other's.</summary>
public sealed class OutboxLanesTests
{
    private readonly OutboxLanes _lanes = new();

    [Fact]
    public void Proxies_of_one_name_are_numbered_in_the_order_in_which_they_are_mapped()
    {
        var lanes = new[] { Map("/shop"), Map("/shop"), Map("/blog"), Map("/shop") };
        Assert.Equal(["/shop", "/shop#2", "/blog", "/shop#3"], lanes.Select(_lanes.NameOf));
    }

    [Fact]
    public void Who_is_asked_first_changes_no_name()
    {
        var lanes = new[] { Map("/shop"), Map("/shop"), Map("/shop") };
        Assert.Equal("/shop#3", _lanes.NameOf(lanes[2]));
        Assert.Equal("/shop", _lanes.NameOf(lanes[0]));
        Assert.Equal("/shop#2", _lanes.NameOf(lanes[1]));
    }

    [Fact]
    public void A_name_that_a_proxy_has_by_itself_is_not_given_to_another()
    {
        var lanes = new[] { Map("/shop#2"), Map("/shop"), Map("/shop") };
        Assert.Equal(["/shop#2", "/shop", "/shop#3"], lanes.Select(_lanes.NameOf));
    }

    [Fact]
    public void A_proxy_that_does_not_know_its_hosts_has_no_name_until_it_does_and_keeps_it_then()
    {
        var name = new ProxyName("/shop");
        var lane = Map(name);
        Assert.Null(_lanes.NameOf(lane));
        name.Settle("/shop", ["B.example", "a.example", "b.example"]);
        Assert.Equal("a.example,b.example/shop", _lanes.NameOf(lane));
        name.Settle("/other", []);
        Assert.Equal("a.example,b.example/shop", _lanes.NameOf(lane));
    }

    [Fact]
    public void A_proxy_that_is_mapped_later_takes_no_ones_name()
    {
        var first = Map("/shop");
        Assert.Equal("/shop", _lanes.NameOf(first));
        var second = Map("/shop");
        Assert.Equal("/shop#2", _lanes.NameOf(second));
        Assert.Equal("/shop", _lanes.NameOf(first));
        Assert.Equal([first, second], _lanes.All);
    }

    private OutboxLane Map(string path)
    {
        var name = new ProxyName(path);
        name.Settle(path, []);
        return Map(name);
    }

    private OutboxLane Map(ProxyName name)
    {
        var lane = new OutboxLane(name, null!, [], null!, new());
        _lanes.Add(lane);
        return lane;
    }
}
