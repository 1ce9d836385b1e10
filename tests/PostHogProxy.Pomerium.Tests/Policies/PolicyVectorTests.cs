using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Tests.Policies;

/// <summary>What an anonymous visitor gets. Every expectation was written by hand from the fact beside it.</summary>
public sealed class PolicyVectorTests
{
    private const string Through = "Through";
    private const string Login = "Login";
    private const string Forbidden = "Forbidden403";
    private const string Unknown = "Unknown";
    private const string Certificate = "ClientCertificate495";
    private const string Switch = "allow_public_unauthenticated_access: true";

    private static readonly Uri Url = new("https://e.test/e/");

    private static string Ask(string settings, string method = "GET", Uri? url = null, string globals = "", params (string, string)[] headers)
    {
        var text = $"{globals}\nroutes: [{{from: https://e.test, to: https://us.i.posthog.com, {settings}}}]\n";
        return Explain.Of(PomeriumConfiguration.Read(text), url ?? Url, method, [.. headers.Select(h => KeyValuePair.Create(h.Item1, h.Item2))]).Outcome.ToString();
    }

    [Theory]
    [InlineData("name: x", Forbidden, "no policy at all is 403")]
    [InlineData("policy: []", Forbidden, "no policy at all is 403")]
    [InlineData("policy:", Forbidden, "a key without a value is not written")]
    [InlineData(Switch, Through, "allow_public_unauthenticated_access")]
    [InlineData("allow_public_unauthenticated_access: \"true\"", Through, "\"true\" is a boolean")]
    [InlineData("allow_public_unauthenticated_access: false", Forbidden, "no policy at all is 403")]
    [InlineData("allow_any_authenticated_user: true", Login, "user unauthenticated decided")]
    [InlineData("allowed_users: [a@b.c]", Login, "user unauthenticated decided")]
    [InlineData("allowed_domains: b.c", Login, "a list may be one text")]
    [InlineData("allowed_idp_claims: {groups: [x]}", Login, "claims are asked of a user")]
    [InlineData("allowed_idp_claims: {groups: []}", Forbidden, "a claim without values asks nothing")]
    [InlineData("allowed_idp_claims: {groups: }", Forbidden, "a claim without values asks nothing")]
    [InlineData("allowed_idp_claims: [{groups: [x]}]", Login, "a list of mappings is merged")]
    [InlineData("allowed_idp_claims: [{groups: [x]}, {groups: []}]", Forbidden, "of the same name the last counts")]
    [InlineData("allowed_idp_claims: [{groups: []}, {groups: [x]}]", Login, "of the same name the last counts")]
    [InlineData("allowed_idp_claims: '{\"groups\": [\"x\"]}'", Login, "a text is read as JSON")]
    [InlineData("allowed_idp_claims: ['{\"a\": \"b\"}']", Login, "a text in the list is read as JSON")]
    [InlineData("allowed_idp_claims: '{\"a\": null}'", Login, "in JSON, whatever is no list is a list of one")]
    [InlineData("allowed_idp_claims: '{\"a\": \"\"}'", Login, "in JSON, whatever is no list is a list of one")]
    [InlineData("allowed_idp_claims: '{\"a\": []}'", Forbidden, "a claim without values asks nothing")]
    [InlineData("allowed_idp_claims: '{\"a\": {\"b\": []}}'", Forbidden, "in JSON, objects are flattened")]
    [InlineData("allowed_idp_claims: '{\"a\": {\"b\": [], \"c\": 5}}'", Login, "in JSON, objects are flattened")]
    [InlineData("allowed_idp_claims: '{\"a\": [\"x\"], \"A\": []}'", Login, "in JSON, the case of a name counts")]
    [InlineData("allowed_idp_claims: [{A: [x]}, {a: []}]", Forbidden, "in YAML, it does not")]
    [InlineData("allowed_idp_claims: '{\"a\": {\"b\": [\"x\"]}, \"a\": []}'", Forbidden, "in JSON, the last of a name counts whole")]
    [InlineData("allowed_idp_claims: '{}'", Forbidden, "a claim without values asks nothing")]
    [InlineData("allowed_idp_claims: 'null'", Forbidden, "null is no claim")]
    [InlineData("sub_policies: [{allowed_idp_claims: {a: b}}]", Login, "a policy below counts as the route's")]
    [InlineData("sub_policies: [{allowed_idp_claims: [{a: b}]}]", Login, "a policy below counts as the route's")]
    [InlineData("sub_policies: [{allowed_idp_claims: '{\"a\": \"b\"}'}]", Login, "a policy below counts as the route's")]
    [InlineData(Switch + ", allowed_idp_claims: {groups: [x]}", Through, "allowed_idp_claims with public is no error; or keeps the true one's reasons")]
    [InlineData("policy: [{allow: {or: [{accept: true}]}}]", Through, "accept")]
    [InlineData("policy: {allow: {or: [{accept: true}]}}", Through, "policy is one object or a list")]
    [InlineData("policy: [{allow: {or: [{accept: false}]}}]", Through, "accept: false is still public")]
    [InlineData("policy: [{allow: {or: [{accept: }]}}]", Through, "the value of accept is ignored")]
    [InlineData("policy: [{Allow: {OR: [{Accept: true}]}}]", Through, "keys are case-insensitive in policies too")]
    [InlineData("policy: [{allow: {and: [{accept: true}]}}]", Through, "and of true")]
    [InlineData("policy: [{allow: {or: [{reject: true}]}}]", Forbidden, "reject is always false")]
    [InlineData("policy: [{allow: {or: [{reject: true}, {accept: true}]}}]", Through, "or")]
    [InlineData("policy: [{allow: {and: [{reject: true}, {accept: true}]}}]", Forbidden, "and with a false term")]
    [InlineData("policy: [{allow: {or: [{accept: true}, {email: {is: a@b.c}}]}}]", Through, "or: [accept, email] is public")]
    [InlineData("policy: [{allow: {and: [{accept: true}, {email: {is: a@b.c}}]}}]", Login, "and: [accept, email] is login")]
    [InlineData(Switch + ", policy: [{allow: {and: [{accept: true}, {email: {is: a@b.c}}]}}]", Through, "with the switch, and: [accept, email] is still public")]
    [InlineData("policy: [{allow: {or: [{accept: true}], not: [{email: {is: a@b.c}}]}}]", Login, "or: [accept] beside not: [email] is login")]
    [InlineData("policy: [{allow: {or: [{accept: true}], nor: [{email: {is: a@b.c}}]}}]", Login, "nor with a false term is true and keeps its reason")]
    [InlineData("policy: [{allow: {or: [{accept: true}], nor: [{reject: true}]}}]", Through, "inversion keeps the reasons, none here")]
    [InlineData("policy: [{allow: {or: [{accept: true}]}}, {allow: {not: [{email: a@b.c}]}}]", Login, "all allow rules are OR-ed")]
    [InlineData("policy: [{allow: {or: [{accept: true}]}}, {deny: {or: [{email: a@b.c}]}}]", Login, "deny: or: [email] on a public route is login")]
    [InlineData(Switch + ", policy: [{deny: {or: [{domain: b.c}]}}]", Login, "deny: or: [domain] on a public route is login")]
    [InlineData(Switch + ", policy: [{deny: {or: [{reject: true}]}}]", Through, "deny with only false terms does not deny")]
    [InlineData(Switch + ", policy: [{deny: {or: [{accept: true}]}}]", Forbidden, "deny wins")]
    [InlineData(Switch + ", policy: [{deny: {or: [{accept: true}, {email: a@b.c}]}}]", Forbidden, "or with a true term keeps the true one's reasons")]
    [InlineData(Switch + ", policy: [{deny: {and: [{accept: true}, {email: a@b.c}]}}]", Login, "and with a false term keeps the false one's")]
    [InlineData(Switch + ", policy: [{deny: {and: [{reject: true}, {email: a@b.c}]}}]", Login, "and with two false terms keeps both")]
    [InlineData(Switch + ", policy: [{deny: {not: [{email: a@b.c}]}}]", Login, "login is asked before deny is looked at")]
    [InlineData(Switch + ", policy: [{deny: {not: [{accept: true}]}}]", Through, "not of true is false")]
    [InlineData(Switch + ", policy: [{deny: {nor: [{accept: true}, {reject: true}]}}]", Forbidden, "nor: at least one is false")]
    [InlineData("policy: [{allow: {not: [{reject: true}]}}]", Through, "not: none is true")]
    [InlineData("policy: [{allow: {not: [{reject: true}, {accept: true}]}}]", Forbidden, "not: none is true")]
    [InlineData("policy: [{allow: {nor: [{reject: true}, {accept: true}]}}]", Through, "nor: at least one is false")]
    [InlineData("policy: [{allow: {nor: [{accept: true}]}}]", Forbidden, "nor: at least one is false")]
    [InlineData("policy: [{allow: {or: [{email: {not: a@b.c}}]}}]", Through, "without a session the address is empty, so not is satisfied")]
    [InlineData("policy: [{allow: {or: [{email: {not_in: [a@b.c]}}]}}]", Through, "not_in is satisfied")]
    [InlineData("policy: [{allow: {or: [{email: {in: [a@b.c]}}]}}]", Login, "in is not")]
    [InlineData("policy: [{allow: {or: [{email: {ends_with: \"@b.c\"}}]}}]", Login, "the address is empty")]
    [InlineData("policy: [{allow: {or: [{email: {not: a@b.c, ends_with: \"@b.c\"}}]}}]", Login, "all matchers must be satisfied")]
    [InlineData(Switch + ", policy: [{deny: {or: [{email: {not: a@b.c}}]}}]", Forbidden, "email not in deny is 403")]
    [InlineData("policy: [{allow: {or: [{claim/groups: {exclude: x}}]}}]", Through, "claim exclude is satisfied without a session")]
    [InlineData("policy: [{allow: {or: [{claim/groups: x}]}}]", Login, "claim has is not")]
    [InlineData("policy: [{allow: {or: [{claim/groups: {is: x}}]}}]", Login, "claim is is not")]
    [InlineData(Switch + ", policy: [{deny: {or: [{claim/groups: {exclude: x}}]}}]", Forbidden, "claim exclude in deny is 403")]
    [InlineData("policy: [{allow: {or: [{domain: {not: b.c}}]}}]", Login, "domain is never satisfied")]
    [InlineData("policy: [{allow: {or: [{user: {not: x}}]}}]", Login, "user is never satisfied")]
    [InlineData("policy: [{allow: {or: [{groups: {exclude: x}}]}}]", Login, "groups are never satisfied")]
    [InlineData("policy: [{allow: {or: [{authenticated_user: true}]}}]", Login, "authenticated_user")]
    [InlineData("policy: [{allow: {or: [{device: {approved: true}}]}}]", Login, "a device belongs to a session")]
    [InlineData("policy: [{allow: {and: [{accept: true}, {device: {type: any}}]}}]", Login, "a device belongs to a session")]
    [InlineData("policy: [{allow: {or: [{http_method: GET}]}}]", Through, "http_method of the request")]
    [InlineData("policy: [{allow: {or: [{http_method: POST}]}}]", Forbidden, "http_method of the request")]
    [InlineData("policy: [{allow: {or: [{http_method: {in: [GET, POST]}}]}}]", Through, "in takes a list")]
    [InlineData("policy: [{allow: {or: [{http_method: {not: DELETE}}]}}]", Through, "not")]
    [InlineData("policy: [{allow: {or: [{http_path: {starts_with: /e}}]}}]", Through, "http_path of the request")]
    [InlineData("policy: [{allow: {or: [{http_path: {contains: x}}]}}]", Forbidden, "http_path of the request")]
    [InlineData("policy: [{allow: {or: [{http_path: /e/}]}}]", Through, "a text alone is is")]
    [InlineData("policy: [{allow: {or: [{source_ip: 10.0.0.1}]}}]", Unknown, "the address is not known")]
    [InlineData("policy: [{allow: {or: [{source_ip: 10.0.0.1}, {accept: true}]}}]", Through, "whatever the address")]
    [InlineData("policy: [{allow: {and: [{source_ip: 10.0.0.1}, {reject: true}]}}]", Forbidden, "whatever the address")]
    [InlineData("policy: [{allow: {or: [{source_ip: 10.0.0.1}, {email: a@b.c}]}}]", Unknown, "through from that address, login else")]
    [InlineData(Switch + ", policy: [{deny: {or: [{source_ip: 10.0.0.1}]}}]", Unknown, "403 from that address")]
    [InlineData(Switch + ", policy: [{deny: {or: [{source_ip: 10.0.0.1}, {accept: true}]}}]", Forbidden, "denied whatever the address")]
    [InlineData("policy: [{allow: {or: [{client_certificate: {fingerprint: []}}]}}]", Forbidden, "no certificate; the reason is none of those that give 495")]
    [InlineData("policy: [{deny: {or: [{invalid_client_certificate: true}]}}], " + Switch, Through, "without an authority every certificate is valid")]
    [InlineData("policy: [{allow: {or: [{public: true}]}}]", Unknown, "an unknown criterion is not compiled")]
    [InlineData(Switch + ", policy: [{allow: {xor: [{accept: true}]}}]", Unknown, "an unknown operator is not loaded")]
    [InlineData(Switch + ", policy: [{allow: {or: [{day_of_week: mon}]}}]", Unknown, "Zero and Enterprise only")]
    [InlineData("policy: [{allow: {or: [{cors_preflight: true}]}}]", Forbidden, "a GET is no preflight")]
    [InlineData("cors_allow_preflight: true", Forbidden, "lets only the preflight through")]
    public void An_anonymous_visitor_gets_what_the_facts_say(string settings, string outcome, string fact)
    {
        var actual = Ask(settings);

        Assert.True(outcome == actual, $"{fact}: {actual}");
    }

    [Theory]
    [InlineData("cors_allow_preflight: true", "OPTIONS", true, Through, "the preflight is let through")]
    [InlineData("cors_allow_preflight: true, allow_any_authenticated_user: true", "OPTIONS", true, Through, "or with a true term")]
    [InlineData("cors_allow_preflight: true, allow_any_authenticated_user: true", "POST", true, Login, "but not what follows it")]
    [InlineData("cors_allow_preflight: true", "OPTIONS", false, Forbidden, "OPTIONS without its headers is no preflight")]
    [InlineData("policy: [{allow: {or: [{cors_preflight: true}]}}]", "OPTIONS", true, Through, "the criterion")]
    [InlineData(Switch, "OPTIONS", true, Through, "public routes pass OPTIONS on")]
    [InlineData("policy: [{allow: {or: [{http_method: {in: [GET, POST]}}]}}]", "OPTIONS", true, Forbidden, "http_method without OPTIONS")]
    public void A_preflight_gets_what_the_facts_say(string settings, string method, bool withHeaders, string outcome, string fact)
    {
        (string, string)[] headers = withHeaders ? [("Origin", "https://shop.example"), ("access-control-request-method", "POST")] : [];
        var actual = Ask(settings, method, headers: headers);

        Assert.True(outcome == actual, $"{fact}: {actual}");
    }

    [Theory]
    [InlineData("text/html", Login, "302 for text/html")]
    [InlineData("*/*", Login, "302 for */*")]
    [InlineData("application/json", "Unauthorized401", "401 for application/json")]
    [InlineData("text/plain", "Unauthorized401", "401 for text/plain")]
    [InlineData("text/html, application/json", Login, "the first of Pomerium's types wins a tie")]
    [InlineData("application/json, text/html;q=0.5", "Unauthorized401", "the most accepted type decides")]
    [InlineData("image/avif, image/webp", Login, "none of the types: redirected")]
    [InlineData("application/json, */*;q=0.1", "Unauthorized401", "the most specific range counts")]
    [InlineData("text/*", Login, "a range")]
    [InlineData("", Login, "no preference")]
    public void Who_has_to_sign_in_is_redirected_or_refused_by_what_the_client_accepts(string accept, string outcome, string fact)
    {
        var actual = Ask("allow_any_authenticated_user: true", headers: ("accept", accept));

        Assert.True(outcome == actual, $"{fact}: {actual}");
    }

    [Theory]
    [InlineData("downstream_mtls: {ca: eA==}", Switch, Certificate, "an authority refuses visitors on public routes too")]
    [InlineData("downstream_mtls: {ca_file: a.pem}", Switch, Certificate, "the same from a file")]
    [InlineData("downstream_mtls: {ca: eA==, enforcement: policy}", Switch, Through, "enforcement policy does not")]
    [InlineData("downstream_mtls: {ca: eA==, enforcement: policy_with_default_deny}", Switch, Certificate, "the default")]
    [InlineData("downstream_mtls: {ca: eA==, enforcement: reject_connection}", Switch, Certificate, "the handshake fails")]
    [InlineData("downstream_mtls: {enforcement: reject_connection}", Switch, Through, "enforcement without an authority does nothing")]
    [InlineData("downstream_mtls: {ca: eA==, enforcement: policy}", Switch + ", policy: [{deny: {or: [{invalid_client_certificate: true}]}}]", Certificate, "a policy asks for it")]
    [InlineData("downstream_mtls: {ca: eA==}", "allow_any_authenticated_user: true", Certificate, "certificate reasons come before login")]
    [InlineData("downstream_mtls: {ca: eA==, enforcement: policy}", "policy: [{allow: {not: [{invalid_client_certificate: true}]}}]", Certificate, "the reasons of a refused allow count too")]
    [InlineData("", Switch + ", tls_downstream_client_ca: eA==", Certificate, "a route's own authority")]
    [InlineData("downstream_mtls: {enforcement: policy}", Switch + ", tls_downstream_client_ca_file: a.pem", Through, "enforcement policy")]
    public void Client_certificates_are_wanted_where_the_facts_say(string globals, string settings, string outcome, string fact)
    {
        var actual = Ask(settings, globals: globals);

        Assert.True(outcome == actual, $"{fact}: {actual}");
    }

    [Fact]
    public void A_routes_own_certificate_authority_leaves_the_other_routes_alone()
    {
        var configuration = PomeriumConfiguration.Read(
            $"routes:\n- {{from: https://a.test, to: https://b, {Switch}, tls_downstream_client_ca: eA==}}\n- {{from: https://e.test, to: https://b, {Switch}}}\n");

        Assert.Equal(Through, Explain.Of(configuration, Url).Outcome.ToString());
    }

    [Theory]
    [InlineData("allow_any_authenticated_user: true")]
    [InlineData("name: x")]
    [InlineData("policy: [{deny: {or: [{accept: true}]}}]")]
    public void A_denied_robots_txt_is_answered_by_Pomerium(string settings) =>
        Assert.Equal("OwnAnswer", Ask(settings, url: new("https://e.test/robots.txt")));

    [Fact]
    public void An_open_robots_txt_goes_to_the_upstream() => Assert.Equal(Through, Ask(Switch, url: new("https://e.test/robots.txt")));

    // Zero: policies by id or name, a text that holds the policy, and those enforced on every route.
    [Theory]
    [InlineData("{id: a, name: p, enforced: false, ppl: {allow: {or: [{accept: true}]}}}", "[a]", Through)]
    [InlineData("{id: a, name: p, enforced: false, ppl: '{\"allow\":{\"or\":[{\"accept\":true}]}}'}", "[a]", Through)]
    [InlineData("{id: a, name: p, enforced: false, ppl: \"allow:\\n  or:\\n  - accept: true\\n\"}", "[p]", Through)]
    [InlineData("{id: a, name: p, enforced: false, ppl: {allow: {or: [{accept: true}]}}}", "[]", Forbidden)]
    [InlineData("{id: a, name: p, enforced: true, ppl: {allow: {or: [{accept: true}]}}}", "[]", Through)]
    [InlineData("{id: a, name: p, enforced: false, ppl: {allow: {or: [{day_of_week: mon}]}}}", "[a]", Unknown)]
    [InlineData("{id: a, name: p, enforced: false, ppl: {allow: {or: [{day_of_week: mon}, {accept: true}]}}}", "[a]", Through)]
    [InlineData("{id: a, name: p, enforced: true, ppl: {deny: {or: [{email: a@b.c}]}}}, {id: b, enforced: false, ppl: {allow: {or: [{accept: true}]}}}", "[b]", Login)]
    public void A_route_of_Zero_is_open_where_its_policies_say(string policies, string ids, string outcome)
    {
        var configuration = PomeriumConfiguration.Read($"policies: [{policies}]\nroutes: [{{from: https://e.test, to: [https://x.example], policyIds: {ids}}}]\n");

        Assert.Equal(outcome, Explain.Of(configuration, Url).Outcome.ToString());
    }
}
