using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>
/// A component that sets PostHog up: <c>&lt;PostHogProvider apiKey=… options=…&gt;</c>, or a team's own with the hosts as attributes.
/// </summary>
internal sealed class ComponentSetup(TextRange name)
{
    private ClientSetting _token;
    private ClientSetting _apiHost;
    private ClientSetting _uiHost;
    private ClientOptions? _options;

    /// <summary>Whether the tag is the package's own snippet, which takes the hosts from the mapped proxy. A team's own by that name may do anything.</summary>
    public bool IsSnippet { get; init; }

    /// <summary>Whether another value may set anything, as <c>{...props}</c> does.</summary>
    public bool HasSpread { get; set; }

    /// <summary>What an attribute means, however the language spells it; null where it is none of ours.</summary>
    public static string? Meaning(string attribute)
    {
        var start = attribute.StartsWith("v-bind:", StringComparison.Ordinal) ? 7 : 0;
        var bare = attribute.Substring(start).Replace("-", "").Replace("_", "").Trim(':', '[', ']');
        return bare.ToUpperInvariant() switch
        {
            "APIKEY" or "TOKEN" or "PROJECTTOKEN" => "token",
            "APIHOST" => "api_host",
            "UIHOST" => "ui_host",
            "OPTIONS" or "CLIENTOPTIONS" => "options",
            _ => null,
        };
    }

    public void Set(string meaning, ScriptValue value)
    {
        switch (meaning)
        {
            case "token":
                _token = value.AsToken();
                break;
            case "api_host":
                _apiHost = value.AsHost();
                break;
            case "ui_host":
                _uiHost = value.AsHost();
                break;
        }
    }

    public void Set(ClientOptions options) => _options = options;

    /// <param name="isTheSdks">Whether the component is known to be the SDK's own, whose host has a default.</param>
    public ClientSetup? Build(bool isTheSdks)
    {
        var hasHosts = _apiHost.State != SettingState.Absent || _uiHost.State != SettingState.Absent;
        if (_options is null && _token.State == SettingState.Absent && !hasHosts)
        {
            return null;
        }

        var options = _options ?? ClientOptions.None;
        var isCertain = !HasSpread && !hasHosts && !IsSnippet && (isTheSdks || options.IsForBrowser);
        options = isCertain ? options : options.OrUnknown(name);
        options = options with
        {
            ApiHost = _apiHost.State == SettingState.Absent ? options.ApiHost : _apiHost,
            UiHost = _uiHost.State == SettingState.Absent ? options.UiHost : _uiHost,
        };
        return options.ToSetup(HasSpread ? _token.OrUnknown(name) : _token, name);
    }
}
