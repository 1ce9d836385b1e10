using System.Text;
using PostHogProxy.Rules.Settings;

namespace PostHogProxy.Pomerium.Importing;

/// <summary>The proxies as a section of appsettings.json: <c>PostHogProxy</c> for one, <c>PostHogProxy:Maps:…</c> for several.</summary>
internal static class ImportedSettings
{
    public static string Of(IReadOnlyList<ImportedProxy> proxies)
    {
        var json = new StringBuilder("{\n");
        var depth = 1;
        Open(ProxySetting.Root);
        if (proxies.Any(proxy => proxy.Name.Length > 0))
        {
            Open(ProxySetting.Maps);
            for (var i = 0; i < proxies.Count; i++)
            {
                Open(proxies[i].Name);
                Keys(proxies[i]);
                Close(isLast: i + 1 == proxies.Count);
            }

            Close(isLast: true);
        }
        else
        {
            Keys(proxies[0]);
        }

        Close(isLast: true);
        return json.Append("}\n").ToString();

        void Open(string name) => json.Append(' ', 2 * depth++).Append(ImportedProxy.Quoted(name)).Append(": {\n");

        void Close(bool isLast) => json.Append(' ', 2 * --depth).Append(isLast ? "}\n" : "},\n");

        void Keys(ImportedProxy proxy)
        {
            var settings = proxy.Settings;
            for (var i = 0; i < settings.Count; i++)
            {
                json.Append(' ', 2 * depth).Append(ImportedProxy.Quoted(settings[i].Key)).Append(": ").Append(ImportedProxy.Quoted(settings[i].Value))
                    .Append(i + 1 < settings.Count ? ",\n" : "\n");
            }
        }
    }

    /// <summary>Each with a name of its own, which a key of configuration can have: no colon.</summary>
    public static IReadOnlyList<ImportedProxy> Named(IReadOnlyList<ImportedProxy> proxies)
    {
        if (proxies.Count < 2)
        {
            return proxies;
        }

        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. proxies.Select(proxy => proxy with { Name = Free(NameOf(proxy)) })];

        string Free(string name)
        {
            var free = name;
            for (var number = 2; !taken.Add(free); number++)
            {
                free = $"{name}-{number}";
            }

            return free;
        }
    }

    private static string NameOf(ImportedProxy proxy) =>
        proxy.Path == "/" ? proxy.Hosts[0].Replace("*.", "").Replace(':', '-') : proxy.Path.Trim('/').Replace('/', '-').Replace(':', '-');
}
