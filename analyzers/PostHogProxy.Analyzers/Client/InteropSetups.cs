using Microsoft.CodeAnalysis.CSharp.Syntax;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;
using PostHogProxy.Rules.Hosts;

namespace PostHogProxy.Analyzers.Client;

/// <summary>Makes the set-up of a call from Blazor, as <c>InitCalls</c> makes that of a call in a script.</summary>
internal static class InteropSetups
{
    /// <summary>Null where the call sets nothing up.</summary>
    public static ClientSetup? Of(InteropCall call, ExpressionSyntax identifier)
    {
        var range = InteropOptions.RangeOf(identifier);
        if (call.IsSetConfig)
        {
            var changed = call.Arguments.Count > 0 ? InteropOptions.Of(call.Arguments[0]) : null;
            return changed?.OrUnknown(range).ToSetup(ClientSetting.Unreadable(range), range);
        }

        return !call.SetsUp ? null : call.IsExact ? OfInit(call, range) : OfWrapper(call, range);
    }

    /// <summary><c>posthog.init(token, options, name)</c>, whose arguments have their places.</summary>
    private static ClientSetup? OfInit(InteropCall call, TextRange range)
    {
        var options = call.Arguments.Count switch
        {
            0 => ClientOptions.Unreadable(range),
            1 => InteropOptions.Of(call.Arguments[0]) is null ? ClientOptions.None : ClientOptions.Unreadable(range),
            _ => InteropOptions.Of(call.Arguments[1])
                ?? (InteropOptions.Value(call.Arguments[1]).State == SettingState.Absent ? ClientOptions.None : ClientOptions.Unreadable(range)),
        };
        var token = call.Arguments.Count > 0 ? InteropOptions.Value(call.Arguments[0]).AsToken() : ClientSetting.Unreadable(range);
        return options.ToSetup(token, range);
    }

    /// <summary>A function of the team's own. What it makes of its arguments is not known, but an object with the SDK's names is for the SDK.</summary>
    private static ClientSetup? OfWrapper(InteropCall call, TextRange range)
    {
        var token = call.Arguments.Select(InteropOptions.Value).FirstOrDefault(static value => IsToken(value.Text));
        var options = call.Arguments.Select(InteropOptions.Of).FirstOrDefault(static read => read is { IsForBrowser: true });
        if (!call.SaysPostHog && !IsToken(token.Text) && !(options is { } read && IsPostHogs(read)))
        {
            return null;
        }

        return (options ?? ClientOptions.Unreadable(range))
            .ToSetup(IsToken(token.Text) ? token.AsToken() : ClientSetting.Unreadable(range), range);
    }

    /// <summary>The SDKs of others have an api_host too.</summary>
    private static bool IsPostHogs(ClientOptions options) =>
        options.UiHost.IsKnown
        || (options.ApiHost is { IsKnown: true, Value: { } host } && PostHogHost.OfUrl(host).Kind != HostKind.Foreign);

    private static bool IsToken(string? value) =>
        value is { Length: > 4 } && value[0] == 'p' && value[1] == 'h' && value[2] is 'c' or 'x' or 's' && value[3] == '_';
}
