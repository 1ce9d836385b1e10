using PostHogProxy.Rules.Client;

namespace PostHogProxy.Rules.Tests.Client;

/// <summary>A compiler that has moved on stops the reading of a file, however long the file is.</summary>
public sealed class ReadingStepsTests
{
    [Fact]
    public void A_reading_that_is_called_off_stops_within_16_384_steps()
    {
        using var stop = new CancellationTokenSource();
        var steps = new ReadingSteps(stop.Token);
        steps.Take(16_383);
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => steps.Take());
    }

    [Fact]
    public void It_looks_again_and_again()
    {
        using var stop = new CancellationTokenSource();
        var steps = new ReadingSteps(stop.Token);
        steps.Take(100_000);
        steps.Take(10);
        stop.Cancel();
        steps.Take(16_373);

        Assert.Throws<OperationCanceledException>(() => steps.Take());
        Assert.Equal(116_384, steps.Count);
    }

    [Fact]
    public void A_large_file_is_not_read_to_its_end()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => ClientSetups.Find($"posthog.init('phc_1'); {new string(';', 20_000)}", ClientLanguage.Script, stop.Token));
    }
}
