using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Rules.Judging;

/// <summary>Takes a set-up whose settings depend on conditions apart: one for each way they can be chosen.</summary>
internal static class SetupBranches
{
    // Two settings of four values each; more is nobody's, and is then unknown.
    private const int Most = 16;

    private const int Slots = 4;

    /// <summary>At least the set-up itself.</summary>
    public static IReadOnlyList<ClientSetup> Of(ClientSetup setup)
    {
        List<ClientSetup> ways = [setup];
        for (var slot = 0; slot < Slots; slot++)
        {
            if (Slot(setup, slot).Branches is { } branches && ways.Count * branches.Count <= Most)
            {
                ways = ways.SelectMany(way => branches.Select(branch => With(way, slot, branch))).ToList();
            }
        }

        return ways;
    }

    /// <summary>The setting that stands at a place; null where none does.</summary>
    public static int? SlotAt(ClientSetup setup, TextRange range)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            if (Slot(setup, slot) is { State: SettingState.Known } setting && setting.Range.Equals(range))
            {
                return slot;
            }
        }

        return null;
    }

    public static ClientSetting Slot(ClientSetup setup, int slot) => slot switch
    {
        0 => setup.ApiHost,
        1 => setup.UiHost,
        2 => setup.AssetHost,
        _ => setup.FlagsApiHost,
    };

    private static ClientSetup With(ClientSetup setup, int slot, ClientSetting setting) => slot switch
    {
        0 => setup with { ApiHost = setting },
        1 => setup with { UiHost = setting },
        2 => setup with { AssetHost = setting },
        _ => setup with { FlagsApiHost = setting },
    };
}
