using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.Routing.Template;

namespace PostHogProxy.Startup;

/// <summary>
/// Whether an endpoint takes a request, as far as its own data says. What only the running app can know (a constraint or a policy of its own) counts
/// as no: a false warning costs more than a missing one.
/// </summary>
internal sealed class RouteMatch(RouteEndpoint endpoint, ParameterPolicyFactory? policies)
{
    // What posthog-js sends its compressed events as.
    private const string EventType = "text/plain";

    private readonly TemplateMatcher _template = new(new RouteTemplate(endpoint.RoutePattern), new(endpoint.RoutePattern.Defaults));
    private readonly IReadOnlyList<string> _methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
    private readonly IReadOnlyList<string> _contentTypes = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes ?? [];

    public bool Takes(SampleRequest request)
    {
        var values = new RouteValueDictionary();
        return TakesMethod(request.Method)
            && _template.TryMatch(request.Path, values)
            && HasRequiredValues(values)
            && SatisfiesConstraints(request, values);
    }

    private bool TakesMethod(string method) =>
        (_methods.Count == 0 || _methods.Contains(method, StringComparer.OrdinalIgnoreCase))
        && (_contentTypes.Count == 0 || !HttpMethods.IsPost(method) || _contentTypes.Any(type => type is "*/*" or "text/*" or EventType));

    // A conventional route of MVC is one endpoint for each action, with the same pattern: only its own values are for it.
    private bool HasRequiredValues(RouteValueDictionary values) =>
        endpoint.RoutePattern.RequiredValues.All(required =>
            endpoint.RoutePattern.GetParameter(required.Key) is null
            || string.Equals(Convert.ToString(required.Value, null), Convert.ToString(values[required.Key], null), StringComparison.OrdinalIgnoreCase));

    private bool SatisfiesConstraints(SampleRequest request, RouteValueDictionary values)
    {
        var context = new DefaultHttpContext { Request = { Method = request.Method, Path = request.Path } };
        foreach (var (name, references) in endpoint.RoutePattern.ParameterPolicies)
        {
            foreach (var reference in references)
            {
                if (!IsSatisfied(context, name, Policy(name, reference), values))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private IParameterPolicy? Policy(string name, RoutePatternParameterPolicyReference reference) =>
        reference.ParameterPolicy ?? policies?.Create(endpoint.RoutePattern.GetParameter(name), reference);

    // The framework's own constraints alone: one that the app wrote may ask a database.
    private static bool IsSatisfied(HttpContext context, string name, IParameterPolicy? policy, RouteValueDictionary values) =>
        policy is IRouteConstraint constraint
            ? constraint.GetType().Assembly == typeof(RouteEndpoint).Assembly
                && constraint.Match(context, null, name, values, RouteDirection.IncomingRequest)
            : policy is not null;
}
