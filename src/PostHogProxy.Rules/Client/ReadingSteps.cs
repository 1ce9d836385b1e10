namespace PostHogProxy.Rules.Client;

/// <summary>
/// Counts what a reading costs, so that a test can hold it against the length of the text instead of looking at a clock, and lets a
/// compiler that has moved on stop it.
/// </summary>
internal sealed class ReadingSteps(CancellationToken cancellationToken)
{
    private const int StepsBetweenLooks = 16 * 1024;

    private long _nextLook = StepsBetweenLooks;

    public long Count { get; private set; }

    public void Take(int steps = 1)
    {
        Count += steps;
        if (Count >= _nextLook)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _nextLook = Count + StepsBetweenLooks;
        }
    }
}
