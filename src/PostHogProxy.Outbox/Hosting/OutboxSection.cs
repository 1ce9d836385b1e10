using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Outbox.Hosting;

/// <summary>Reads the section <c>PostHogProxy:Outbox</c>. By hand, because the configuration binder skips a misspelt key in silence.</summary>
internal sealed class OutboxSection(IConfiguration configuration) : IConfigureOptions<PostHogOutboxOptions>
{
    public void Configure(PostHogOutboxOptions options)
    {
        var problems = new List<string>();
        foreach (var entry in configuration.GetSection($"{ProxySetting.Root}:{ProxySetting.Outbox.Name}").GetChildren())
        {
            if (ProxySetting.Find(entry.Key, ProxySetting.Outbox.Below) is not { } setting)
            {
                problems.Add(ProxySetting.Unknown(entry.Path, entry.Key, ProxySetting.Outbox.Below));
            }
            else if (entry.Value is null && !entry.GetChildren().Any())
            {
                // A null stands for the default.
            }
            else if (SettingValue.Problem(setting, entry.Path, entry.Value) is { } problem)
            {
                problems.Add(problem);
            }
            else
            {
                Set(options, setting.Name, entry.Value!);
            }
        }

        if (problems.Count > 0)
        {
            throw new OptionsValidationException("", typeof(PostHogOutboxOptions), problems);
        }
    }

    // The value was judged.
    private static void Set(PostHogOutboxOptions options, string name, string value)
    {
        switch (name)
        {
            case nameof(options.Mode):
                options.Mode = Enum.Parse<PostHogOutboxMode>(value, ignoreCase: true);
                break;
            case nameof(options.Include):
                options.Include = Enum.Parse<PostHogOutboxContent>(value, ignoreCase: true);
                break;
            case nameof(options.Path):
                options.Path = value;
                break;
            case nameof(options.MaxBytes):
                options.MaxBytes = SettingValue.Bytes(value)!.Value;
                break;
            case nameof(options.MaxReplayShare):
                options.MaxReplayShare = SettingValue.Share(value)!.Value;
                break;
            case nameof(options.MaxEntryBytes):
                options.MaxEntryBytes = (int)Math.Min(int.MaxValue, SettingValue.Bytes(value)!.Value);
                break;
            case nameof(options.MaxAge):
                options.MaxAge = SettingValue.Duration(value)!.Value;
                break;
            case nameof(options.MinFreeDisk):
                options.MinFreeDisk = SettingValue.Bytes(value)!.Value;
                break;
            case nameof(options.DropOldestWhenFull):
                options.DropOldestWhenFull = SettingValue.Switch(value)!.Value;
                break;
            case nameof(options.SurvivePowerLoss):
                options.SurvivePowerLoss = SettingValue.Switch(value)!.Value;
                break;
            case nameof(options.AttemptTimeout):
                options.AttemptTimeout = SettingValue.Duration(value)!.Value;
                break;
            case nameof(options.MaxConcurrency):
                options.MaxConcurrency = SettingValue.Count(value)!.Value;
                break;
            case nameof(options.MaxAttempts):
                options.MaxAttempts = SettingValue.Count(value)!.Value;
                break;
            case nameof(options.DeadLetterMaxBytes):
                options.DeadLetterMaxBytes = SettingValue.Bytes(value)!.Value;
                break;
            case nameof(options.Protect):
                options.Protect = SettingValue.Switch(value)!.Value;
                break;
            case nameof(options.NormalizeTimestamps):
                options.NormalizeTimestamps = SettingValue.Switch(value)!.Value;
                break;
            default:
                throw new UnreachableException($"The setting Outbox:{name} is listed but never read.");
        }
    }
}
