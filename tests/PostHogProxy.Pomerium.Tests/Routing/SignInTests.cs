using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;

namespace PostHogProxy.Pomerium.Tests.Routing;

/// <summary>
/// Who is sent to sign in (302) and who gets 401 (P:authorize/check_response.go, ShouldRedirect; the library's parser.go, mediarange.go and
/// accept.go for Accept).
/// </summary>
public sealed class SignInTests
{
    private const string Closed = "routes:\n- {from: https://app.test, to: http://app, allowed_domains: [example.com]}\n";

    [Theory]
    // Precision before order: */* and type/* weigh less than a whole type.
    [InlineData("application/json, text/plain, */*", "401")]
    [InlineData("*/*, application/json", "401")]
    [InlineData("text/*, application/json", "401")]
    [InlineData("application/*, text/html", "login")]
    [InlineData("*/*, text/*", "login")]
    [InlineData("*/*, application/*", "401")]
    [InlineData("text/html, application/json", "login")]
    [InlineData("application/json, text/html", "401")]
    [InlineData("text/plain, text/html", "401")]
    [InlineData("*/*", "login")]
    [InlineData("text/*", "login")]
    [InlineData("application/*", "401")]
    [InlineData("", "login")]
    [InlineData("   ", "login")]
    // Quality before precision.
    [InlineData("application/json;q=0.5, */*;q=0.5", "401")]
    [InlineData("application/json;q=0.5, */*", "login")]
    [InlineData("text/html;q=0.9, application/json", "401")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "login")]
    [InlineData("application/json;q=0, text/html;q=0.5", "401")]
    [InlineData("application/json;q=5, text/html", "401")]
    [InlineData("text/html;q=-1, application/json;q=0.9", "login")]
    // A parameter adds weight, and a type with one is none of Pomerium's.
    [InlineData("text/html;level=1, application/json", "401")]
    [InlineData("application/json;charset=utf-8, text/html", "login")]
    [InlineData("*/*;a=b;c=d, application/json;q=0.9", "login")]
    // What fits nothing, and what cannot be read, is redirected.
    [InlineData("image/png", "login")]
    [InlineData("image/png, application/json;q=0.1", "401")]
    [InlineData("application/json,", "login")]
    [InlineData(", application/json", "401")]
    [InlineData("application/json;q=x", "login")]
    [InlineData("application/json; q = 0.5", "login")]
    [InlineData("*/json, application/json", "login")]
    [InlineData("application", "login")]
    [InlineData("application/json ;q=1", "login")]
    [InlineData("APPLICATION/JSON", "401")]
    [InlineData("application/json;Q=0.1, text/html;q=0.9", "login")]
    // The types of gRPC are Pomerium's, too.
    [InlineData("application/grpc-web-text", "401")]
    [InlineData("application/grpc-web+proto", "401")]
    [InlineData("application/grpc+proto", "401")]
    [InlineData("application/grpc", "login")]
    public void Accept_decides_as_the_library_reads_it(string accept, string outcome) => Expect(outcome, "https://app.test/a", new("Accept", accept));

    [Theory]
    [InlineData("Content-Type", "application/grpc", "401")]
    [InlineData("Content-Type", "application/grpc+proto", "401")]
    [InlineData("Content-Type", "application/grpc-web-text", "401")]
    [InlineData("Content-Type", "application/grpc-web+proto", "401")]
    [InlineData("Content-Type", "application/grpc-web", "login")]
    [InlineData("Content-Type", "application/grpcx", "login")]
    [InlineData("X-Pomerium-Authorization", "x", "401")]
    [InlineData("X-Pomerium-Authorization", "", "login")]
    [InlineData("Authorization", "Pomerium x", "401")]
    [InlineData("Authorization", "pomerium x", "login")]
    [InlineData("Authorization", "Pomerium ", "login")]
    [InlineData("Authorization", "Bearer Pomerium-x", "401")]
    [InlineData("Authorization", "bearer Pomerium-x", "login")]
    [InlineData("Authorization", "Bearer x", "login")]
    public void GRPC_and_who_brings_a_session_is_never_redirected(string name, string value, string outcome) => Expect(outcome, "https://app.test/a", new(name, value));

    [Theory]
    [InlineData("?pomerium_session=x", "401")]
    [InlineData("?a=b&pomerium_session", "401")]
    [InlineData("?pomerium%5Fsession=", "401")]
    [InlineData("?Pomerium_session=x", "login")]
    [InlineData("?a=pomerium_session", "login")]
    [InlineData("?a=%zz&pomerium_session=x", "login")]
    [InlineData("?a=b;c&pomerium_session=x", "login")]
    public void A_session_in_the_query_is_never_redirected(string query, string outcome) => Expect(outcome, "https://app.test/a" + query, new("Accept", "text/html"));

    [Theory]
    [InlineData("/.pomerium/jwt")]
    [InlineData("/.pomerium/user")]
    [InlineData("/.pomerium/webauthn")]
    [InlineData("/.pomerium/routes")]
    [InlineData("/.pomerium/api/v1/routes")]
    [InlineData("/.pomerium/mcp/authorize")]
    [InlineData("/.pomerium/mcp/connect")]
    [InlineData("/.pomerium/mcp/routes")]
    public void Some_of_Pomeriums_own_paths_want_a_login(string path)
    {
        Expect("login", "https://any.test" + path, new("Accept", "*/*"));
        Expect("401", "https://any.test" + path, new("Accept", "application/json"));
        Expect("own", "https://any.test" + path + "/x", new("Accept", "*/*"));
    }

    private static void Expect(string outcome, string url, KeyValuePair<string, string> header)
    {
        var explained = Explain.Of(PomeriumConfiguration.Read(Closed), new(url), "GET", [header]).Outcome.ToString();

        Assert.Equal(outcome, explained switch { "Login" => "login", "Unauthorized401" => "401", "OwnAnswer" => "own", _ => explained });
    }
}
