using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;

namespace PostHogProxy.Pomerium.Tests.Kubernetes;

public sealed class ForeignFileTests
{
    private const string Route = "{from: https://app.test, to: http://app, timeout: 5}";

    private const string Ingress = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: posthog
          annotations:
            ingress.pomerium.io/allow_public_unauthenticated_access: "true"
            ingress.pomerium.io/secure_upstream: "true"
            ingress.pomerium.io/remove_request_headers: '[Cookie]'
        spec:
          ingressClassName: pomerium
          rules:
          - host: e.test
            http:
              paths:
              - {path: /, pathType: Prefix, backend: {service: {name: ingest, port: {number: 443}}}}
              - {path: /static/, pathType: Prefix, backend: {service: {name: assets, port: {name: https}}}}
              - {path: /array/, pathType: Prefix, backend: {service: {name: assets, port: {name: https}}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: ingest}
        spec: {type: ExternalName, externalName: eu.i.posthog.com}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: assets}
        spec: {type: ExternalName, externalName: eu-assets.i.posthog.com, ports: [{name: https, port: 443}]}

        """;

    // Wherever the configuration stands, what is found in it has the place of the file.
    [Theory]
    [InlineData("apiVersion: v1\nkind: ConfigMap\ndata:\n  config.yaml: |\n    routes:\n    - " + Route + "\n")]
    [InlineData("apiVersion: v1\r\nkind: ConfigMap\r\ndata:\r\n  config.yaml: |-\r\n\r\n      routes:\r\n      - " + Route + "\r\n  other: x\r\n")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\ndata:\n  config.yaml: 'routes: [" + Route + "]'\n")]
    [InlineData("apiVersion: v1\nkind: Secret\nstringData:\n  config.yaml: |2\n      # deeper\n    routes:\n    - " + Route + "\n")]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  data:\n    c: |\n      routes:\n      - " + Route + "\n")]
    [InlineData("apiVersion: v1\nkind: Service\n---\napiVersion: v1\nkind: ConfigMap\ndata:\n  c: |\n    routes:\n    - " + Route + "\n")]
    [InlineData("image: x\nconfig:\n  routes:\n  - " + Route + "\n")]
    [InlineData("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: {values: {config: {routes: [" + Route + "]}}}\n")]
    [InlineData("apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      values: |\n        config:\n          policy:\n          - " + Route + "\n")]
    public void What_is_inside_is_told_at_its_own_place(string text)
    {
        var finding = Assert.Single(PomeriumChecks.Of(PomeriumConfiguration.Read(text)), finding => finding.Id == "PHX4017");

        Assert.Equal(text.IndexOf("timeout: 5", StringComparison.Ordinal) + 9, finding.Range!.Value.Start);
        Assert.Equal(1, finding.Range.Value.Length);
        Assert.Null(finding.Replacement);
    }

    [Fact]
    public void An_Ingress_that_leads_to_PostHog_by_ExternalName_is_clean() =>
        Assert.Equal(["PHX4070"], PomeriumChecks.Of(PomeriumConfiguration.Read(Ingress)).Select(finding => finding.Id));

    [Theory]
    [InlineData("\"true\"\n    ingress.pomerium.io/secure", "\"false\"\n    ingress.pomerium.io/secure", "PHX4003", "a route without public access")]
    [InlineData("secure_upstream: \"true\"", "secure_upstream: \"false\"", "PHX4035", "a connection without TLS")]
    [InlineData("'[Cookie]'", "'[X-A]'", "PHX4033", "cookies")]
    [InlineData("- host: e.test\n    http:", "- http:", "PHX4015", "a rule without a host")]
    [InlineData("pathType: Prefix, backend: {service: {name: ingest", "backend: {service: {name: ingest", "PHX4015", "a path without a type")]
    public void What_is_wrong_with_an_Ingress_is_found(string right, string wrong, string id, string why)
    {
        var found = PomeriumChecks.Of(PomeriumConfiguration.Read(Ingress.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.True(found.Any(finding => finding.Id == id), $"{why}: {string.Join(", ", found.Select(finding => finding.Id))}");
    }

    [Fact]
    public void The_settings_of_a_kind_Pomerium_hold_for_the_routes_of_the_Ingress()
    {
        var text = Ingress + "---\napiVersion: ingress.pomerium.io/v1\nkind: Pomerium\nmetadata: {name: global}\nspec: {passIdentityHeaders: true}\n";

        Assert.Contains(PomeriumChecks.Of(PomeriumConfiguration.Read(text)), finding => finding.Id == "PHX4031");
    }

    [Theory]
    [InlineData("apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec: {ingressClassName: nginx, rules: [{http: {paths: []}}]}\n")]
    [InlineData("apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nspec: {rules: [{backendRefs: [{name: a}]}]}\n")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\ndata:\n  a.conf: |\n    routes: from here to https://there\n")]
    [InlineData("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec: {ingress: [{from: [{podSelector: {}}]}]}\n")]
    public void Of_what_is_not_Pomeriums_nothing_is_said_but_what_it_is(string text) =>
        Assert.Equal(["PHX4070"], PomeriumChecks.Of(PomeriumConfiguration.Read(text)).Select(finding => finding.Id));

    [Theory]
    [InlineData("routes: []\n")]
    [InlineData("")]
    [InlineData("kind: x\nroutes: []\n")]
    [InlineData("authenticate_service_url: https://a.test\n")]
    [InlineData("{\"policies\": [{\"name\": \"a\", \"ppl\": {}}]}")]
    [InlineData("services: all\n")]
    public void A_configuration_is_none_of_these_files(string text) => Assert.Null(PomeriumConfiguration.Read(text).Foreign);
}
