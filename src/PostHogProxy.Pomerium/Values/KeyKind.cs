namespace PostHogProxy.Pomerium.Values;

/// <summary>Roughly what a key takes; what exactly, its shape says.</summary>
internal enum KeyKind
{
    Text,
    Flag,
    Duration,

    /// <summary>A list of texts, or one text with commas.</summary>
    List,

    /// <summary>Names with values.</summary>
    Map,

    /// <summary>Anything else.</summary>
    Other,
}
