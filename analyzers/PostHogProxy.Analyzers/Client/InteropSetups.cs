using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PostHogProxy.Rules.Client;

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

        if (!call.SaysInit)
        {
            return null;
        }

        var token = call.Arguments.Select(InteropOptions.Value).FirstOrDefault(static value => IsToken(value.Text));
        var hasToken = IsToken(token.Text);
        if (!call.SaysPostHog && !hasToken)
        {
            return null;
        }

        var options = call.Arguments.Select(InteropOptions.Of).FirstOrDefault(static read => read is not null);
        var isCertain = call.IsExact && call.Arguments.Count > 0;
        var read = options ?? (isCertain && call.Arguments.Count == 1 ? ClientOptions.None : ClientOptions.Unreadable(range));
        return (isCertain || read.IsForBrowser ? read : read.OrUnknown(range))
            .ToSetup(hasToken ? token.AsToken() : ClientSetting.Unreadable(range), range);
    }

    private static bool IsToken(string? value) =>
        value is { Length: > 4 } && value[0] == 'p' && value[1] == 'h' && value[2] is 'c' or 'x' or 's' && value[3] == '_';
}
