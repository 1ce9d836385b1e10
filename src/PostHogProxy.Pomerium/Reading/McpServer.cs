using PostHogProxy.Pomerium.Yaml;

namespace PostHogProxy.Pomerium.Reading;

/// <summary>Routes to an MCP server, which nobody is sent to sign in from (P:config/policy.go, IsMCPServer).</summary>
internal static class McpServer
{
    public static bool Is(PomeriumRoute route) => (route.Find("mcp")?.Value as MappingNode)?.Find("server") is not null;

    /// <summary>Whether MCP is on, which it is unless <c>runtime_flags</c> turns it off.</summary>
    public static bool IsOn(PomeriumConfiguration configuration) => ListenerOptions.RuntimeFlag(configuration, "mcp");
}
