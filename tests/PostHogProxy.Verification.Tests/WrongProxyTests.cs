using PostHogProxy.Verification.Tests.Proxies;

namespace PostHogProxy.Verification.Tests;

public sealed class WrongProxyTests
{
    public static TheoryData<string> Faults => [.. WrongProxies.All.Select(proxy => proxy.Fault)];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_is_named_with_its_cure_and_nothing_else_is_blamed(string fault)
    {
        var wrong = WrongProxies.All.Single(proxy => proxy.Fault == fault);
        await using var proxy = await TestProxy.OpenAsync(wrong.Behaviour);

        var report = await Proxies.Verification.OfAsync(proxy);

        var finding = Assert.Single(report.Findings, finding => finding.IsProblem);
        Assert.Equal(wrong.Id, finding.Id);
        Assert.Contains(wrong.Said, finding.Message, StringComparison.Ordinal);
        Assert.Contains(wrong.Cure, finding.Fix, StringComparison.Ordinal);
        Assert.False(report.IsFine);
        Assert.DoesNotContain(report.Findings, said => said.ToString().Contains(Proxies.Verification.Token, StringComparison.Ordinal));
    }
}
