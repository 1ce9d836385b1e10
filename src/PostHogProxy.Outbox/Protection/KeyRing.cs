using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PostHogProxy.Outbox.Protection;

/// <summary>Whether the app's Data Protection keys outlive the app. A request that is encrypted with others is lost at the next start.</summary>
internal static class KeyRing
{
    private const string Cure =
        "Keep the keys where they outlive the app: builder.Services.AddDataProtection().PersistKeysToFileSystem(…), or to another place that lasts. Or set PostHogProxy:Outbox:Protect to false";

    /// <summary>Why nothing may be encrypted with the app's keys; null where they last.</summary>
    public static string? Problem(IServiceProvider services) =>
        Problem(services, Environment.GetEnvironmentVariable, FileSystemXmlRepository.DefaultKeyStorageDirectory?.FullName, Mounts.Has);

    /// <summary>As above, on a machine that the caller describes.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="environment">Reads a variable.</param>
    /// <param name="folder">Where Data Protection puts keys when nobody says where; null where the user has no such folder.</param>
    /// <param name="isMounted">Whether a folder is on a volume of its own.</param>
    public static string? Problem(IServiceProvider services, Func<string, string?> environment, string? folder, Func<string, bool> isMounted) =>
        services.GetService<IDataProtectionProvider>() is not { } provider ? Say("the app has no Data Protection")
        : provider is EphemeralDataProtectionProvider ? Say("the app's Data Protection keys live in memory only")
        : services.GetService<IOptions<KeyManagementOptions>>()?.Value.XmlRepository is null ? DefaultPlace(environment, folder, isMounted)
        : null;

    /// <summary>Where Data Protection puts keys when nobody says where (docs: Data Protection, key management, default settings).</summary>
    private static string? DefaultPlace(Func<string, string?> environment, string? folder, Func<string, bool> isMounted)
    {
        // Azure App Service keeps its own folder, on a disk that the instances share.
        if (environment("WEBSITE_INSTANCE_ID") is { Length: > 0 })
        {
            return null;
        }

        if (folder is null)
        {
            return OperatingSystem.IsWindows() && RegistryXmlRepository.DefaultRegistryKey is not null
                ? null
                : Say("the user that the app runs as has no folder for Data Protection keys, so they live in memory only");
        }

        return IsContainer(environment("DOTNET_RUNNING_IN_CONTAINER")) && !isMounted(folder)
            ? Say($"the app's Data Protection keys are in {folder}, which ends with the container")
            : null;
    }

    private static bool IsContainer(string? variable) => variable == "1" || string.Equals(variable, "true", StringComparison.OrdinalIgnoreCase);

    private static string Say(string why) => $"PostHogProxy:Outbox:Protect is true, but {why}. What is kept could not be read after the next start. {Cure}";
}
