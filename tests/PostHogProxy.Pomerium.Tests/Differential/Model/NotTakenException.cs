namespace PostHogProxy.Pomerium.Tests.Differential.Model;

/// <summary>Pomerium does not take the file; the message is the model's reason, for the reader of a failed test.</summary>
internal sealed class NotTakenException : Exception
{
    public NotTakenException()
    {
    }

    public NotTakenException(string message)
        : base(message)
    {
    }

    public NotTakenException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
