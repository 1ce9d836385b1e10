using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Client;

/// <summary>The hosts of an options object.</summary>
/// <param name="ApiHost">The member <c>api_host</c>.</param>
/// <param name="UiHost">The member <c>ui_host</c>.</param>
/// <param name="IsForBrowser">Whether one of the hosts is named: then it is the browser SDK's object, and what is missing is missing.</param>
internal sealed record ClientOptions(ClientSetting ApiHost, ClientSetting UiHost, bool IsForBrowser = false)
{
    public static readonly ClientOptions None = new(default, default);

    /// <summary>The member <c>asset_host</c>: where scripts and remote config come from.</summary>
    public ClientSetting AssetHost { get; init; }

    /// <summary>The member <c>flags_api_host</c>: where feature flags come from.</summary>
    public ClientSetting FlagsApiHost { get; init; }

    public static ClientOptions Unreadable(TextRange range) => None.Map(_ => ClientSetting.Unreadable(range));

    public static bool IsHost(string name) => name is "api_host" or "ui_host" or "asset_host" or "flags_api_host";

    public ClientOptions OrUnknown(TextRange range) => Map(setting => setting.OrUnknown(range));

    public ClientOptions Map(Func<ClientSetting, ClientSetting> change) => new(change(ApiHost), change(UiHost), IsForBrowser)
    {
        AssetHost = change(AssetHost),
        FlagsApiHost = change(FlagsApiHost),
    };

    public ClientOptions With(string name, ClientSetting setting) => name switch
    {
        "api_host" => this with { ApiHost = setting, IsForBrowser = true },
        "ui_host" => this with { UiHost = setting, IsForBrowser = true },
        "asset_host" => this with { AssetHost = setting, IsForBrowser = true },
        "flags_api_host" => this with { FlagsApiHost = setting, IsForBrowser = true },
        _ => this,
    };

    /// <summary>Both, each setting by its own: what the second says over the first.</summary>
    public ClientOptions Over(ClientOptions before, Func<ClientSetting, ClientSetting, ClientSetting> join) =>
        new(join(before.ApiHost, ApiHost), join(before.UiHost, UiHost), before.IsForBrowser || IsForBrowser)
        {
            AssetHost = join(before.AssetHost, AssetHost),
            FlagsApiHost = join(before.FlagsApiHost, FlagsApiHost),
        };

    public ClientSetup ToSetup(ClientSetting token, TextRange range) =>
        new(token, ApiHost, UiHost, range) { AssetHost = AssetHost, FlagsApiHost = FlagsApiHost };
}
