namespace PostHogProxy.Pomerium.Tests.Checks;

/// <summary>Files that Pomerium does not read itself, and what is judged inside them, at the lines of the file.</summary>
internal static class ForeignCases
{
    private const string Ingress = "apiVersion: networking.k8s.io/v1\nkind: %K\nmetadata:\n  name: shop\n  annotations:\n%A\nspec:\n  ingressClassName: pomerium\n  rules:\n  - host: app.test\n    http:\n      paths:\n      - {path: /, pathType: Prefix, backend: {service: {name: shop, port: {number: 80}}}}\n";

    public static readonly IReadOnlyList<(string Id, string Text)> All =
    [
        ("PHX4024", Of("    ⟦PHX4024|ingress.pomerium.io/allow_public⟧: \"true\"")),
        ("PHX4024", Of("    ⟦PHX4024|ingress.pomerium.io/allowed_groups⟧: '[a]'")),
        ("PHX4024", Of("    ingress.pomerium.io/allow_websockets: \"true\"\n    ingress.pomerium.io/mcp_server: \"true\"")),
        ("PHX4024", Of("    cert-manager.io/issuer: x\n    ingress.pomerium.io/secure_upstream: \"true\"\n    ingress.pomerium.io/policy: '[{allow: {or: [{domain: {is: b.c}}]}}]'")),
        ("PHX4024", "routes:\n%ASSETS%MAIN"),

        ("PHX4070", Of("    ingress.pomerium.io/allow_any_authenticated_user: \"true\"")),
        ("PHX4070", "apiVersion: v1\nkind: ⟦PHX4070|ConfigMap⟧\ndata:\n  config.yaml: |\n    # ours\n    routes:\n    - {from: https://app.test, to: http://app, policy: [{allow: {or: [{⟦PHX4001|public: true⟧}]}}]}\n"),
        ("PHX4070", "apiVersion: v1\nkind: ⟦PHX4070|Deployment⟧\nspec: {replicas: 1}\n"),
        ("PHX4070", "⟦PHX4070|authenticate⟧: {existingTLSSecret: x}\nconfig:\n  rootDomain: e.test\n  routes:\n  - {from: https://app.test, to: http://app, timeout: ⟦PHX4017|5⟧}\n"),
        ("PHX4070", "⟦PHX4070|services⟧: {pomerium: {image: pomerium/pomerium}}\nconfigs:\n  pomerium:\n    content: |\n      routes:\n      - {from: https://app.test, to: ⟦PHX4015|app⟧}\n"),
        ("PHX4070", "apiVersion: v1\nkind: ⟦PHX4070|Service⟧\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Secret\nstringData:\n  a: b\n  config.yaml: |\n\n    routes:\n      - {from: https://app.test, to: http://app, mcp: ⟦PHX4017|{}⟧}\n"),
        ("PHX4070", "routes:\n%ASSETS%MAIN"),
        ("PHX4070", "x-base: &a {kind: x}\nroutes:\n%ASSETS%MAIN---\nkind: ConfigMap\napiVersion: v1\n"),
        ("PHX4070", "services: all\nauthenticate_service_url: https://a.test\n"),
    ];

    private static string Of(string annotations) => Ingress.Replace("%A", annotations, StringComparison.Ordinal).Replace("%K", "⟦PHX4070|Ingress⟧", StringComparison.Ordinal);
}
