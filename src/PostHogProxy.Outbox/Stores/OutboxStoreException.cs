namespace PostHogProxy.Outbox.Stores;

/// <summary>The store does not work. The message names the store, what is wrong and the cure.</summary>
internal sealed class OutboxStoreException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it is the settings that are wrong, so that waiting cures nothing: the app does not start with them.</summary>
    public bool IsSettings { get; init; }

    /// <summary>Whether nothing of the store can be reached, so that it works again as soon as it answers anything.</summary>
    public bool IsAway { get; init; }
}
