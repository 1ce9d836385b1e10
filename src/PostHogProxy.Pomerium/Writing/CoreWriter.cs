namespace PostHogProxy.Pomerium.Writing;

/// <summary>The routes for Pomerium Core, to paste into its file.</summary>
internal static class CoreWriter
{
    public static string Routes(ProxyDescription proxy) => "routes:\n" + string.Concat(ProxyRoutes.Of(proxy).Select(route =>
        $"  - name: {route.Name}\n" + string.Concat(route.Keys.Select(key => $"    {key.Key}: {key.Value}\n"))));
}
