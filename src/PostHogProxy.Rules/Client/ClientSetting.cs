using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>What is known about one setting of a client.</summary>
internal enum SettingState
{
    /// <summary>It is not there.</summary>
    Absent,

    /// <summary>It is there, and its value was read.</summary>
    Known,

    /// <summary>It is or may be there, but its value cannot be read; it is never guessed.</summary>
    Unknown,
}

/// <summary>One setting of a client.</summary>
/// <param name="State">Whether it is there and was read.</param>
/// <param name="Value">What the browser will see, escapes decoded: a token, a URL, a host or a path on the page's own site.</param>
/// <param name="Range">
/// The inside of the literal that <paramref name="Value"/> was read from, so that another text can be put there; the expression where the
/// value is unknown.
/// </param>
internal readonly record struct ClientSetting(SettingState State, string? Value, TextRange Range)
{
    private const int MostBranches = 4;

    public static ClientSetting Unreadable(TextRange range) => new(SettingState.Unknown, null, range);

    /// <summary>
    /// Whether more than the literal at <see cref="Range"/> makes the value (<c>location.origin + '/x'</c>, two sides of a ternary), so
    /// that another text put there would not be the new value.
    /// </summary>
    public bool IsComposed { get; init; }

    /// <summary>The values it can have, each known or missing, where which of them depends on a condition; null otherwise.</summary>
    public IReadOnlyList<ClientSetting>? Branches { get; init; }

    public bool IsKnown => State == SettingState.Known;

    /// <summary>One value or the other, depending on a condition. Where one of them cannot be read, nothing is known.</summary>
    public static ClientSetting Either(ClientSetting yes, ClientSetting no, TextRange range)
    {
        if (yes.State == no.State && yes.Value == no.Value && yes.Branches is null && no.Branches is null)
        {
            return yes with { IsComposed = true };
        }

        ClientSetting[] all = [.. yes.Branches ?? [yes], .. no.Branches ?? [no]];
        var isKnown = all.All(static setting => setting.State != SettingState.Unknown) && all.Length <= MostBranches;
        return Unreadable(range) with { Branches = isKnown ? all : null };
    }

    /// <summary>For a place where what is not written may still be set elsewhere.</summary>
    public ClientSetting OrUnknown(TextRange range) => State == SettingState.Absent ? Unreadable(range) : this;
}
