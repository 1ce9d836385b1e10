namespace PostHogProxy.Tool;

/// <summary>What a script reads.</summary>
internal static class ExitCode
{
    /// <summary>Nothing to fix.</summary>
    public const int Fine = 0;

    /// <summary>Something to fix: a finding of warning or worse.</summary>
    public const int Findings = 1;

    /// <summary>The command could not be understood, or what it names could not be read.</summary>
    public const int Usage = 2;

    /// <summary>Nothing is wrong, and nothing is proven: PostHog is off for the visitor that verify came as.</summary>
    public const int NothingProven = 3;

    /// <summary>Ended by Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;
}

/// <summary>Something in the command is wrong, said in one line.</summary>
internal sealed class UsageException(string message) : Exception(message);
