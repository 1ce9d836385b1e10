using PostHogProxy.Pomerium.Checks;
using PostHogProxy.Pomerium.FileKinds;
using PostHogProxy.Pomerium.Policies;
using PostHogProxy.Pomerium.Reading;
using PostHogProxy.Pomerium.Routing;
using PostHogProxy.Pomerium.Tests.Differential.Model;

namespace PostHogProxy.Pomerium.Tests.Differential;

/// <summary>What is under test, asked by text and answering in the model's words.</summary>
internal sealed class Product
{
    private static readonly string[] Refusals = ["does not load", "does not start", "does not take"];

    private static readonly string[] Http = ["http://", "https://", "h2c://"];

    private readonly PomeriumConfiguration _configuration;

    public Product(string text)
    {
        _configuration = PomeriumConfiguration.Read(text);
        Refusal = PomeriumChecks.Of(_configuration).FirstOrDefault(finding => Refusals.Any(words => finding.Message.Contains(words, StringComparison.Ordinal)))?.ToString();
    }

    /// <summary>What it says of a file that Pomerium does not take; null where it says nothing of the kind.</summary>
    public string? Refusal { get; }

    public ModelAnswer Answer(ModelRequest request)
    {
        var explained = Explain.Of(_configuration, new Uri($"https://{request.Authority}{request.Path}{request.Query}"), request.Method, request.Headers);
        var outcome = explained.Outcome switch
        {
            Outcome.Through => "through",
            Outcome.Login => "login",
            Outcome.Unauthorized401 => "401",
            Outcome.Forbidden403 => "403",
            Outcome.NotFound404 => "404",
            Outcome.ClientCertificate495 => "495",
            Outcome.BadRequest400 => "400",
            Outcome.OwnAnswer => "own",
            Outcome.Redirect307 => "redirect",
            Outcome.NoContent204 => "204",
            _ => "unknown",
        };
        if (explained.Upstream is null || !Http.Any(scheme => explained.Upstream.StartsWith(scheme, StringComparison.Ordinal)))
        {
            return new(outcome, explained.RouteIndex);
        }

        return new(outcome, explained.RouteIndex, explained.Upstream, explained.Host)
        {
            Kept = string.Join(' ', explained.KeptHeaders.Select(name => name.ToLowerInvariant()).Order(StringComparer.Ordinal)),
            Set = string.Join(' ', explained.SetHeaders.Select(header => header.Key.ToLowerInvariant() + "=" + (header.Value.StartsWith('<') ? "?" : header.Value)).Order(StringComparer.Ordinal)),
        };
    }
}
