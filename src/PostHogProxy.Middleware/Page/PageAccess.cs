using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace PostHogProxy.Page;

/// <summary>
/// Who may see the page. In Development it answers this machine, if nothing else is said. Everywhere else somebody must have said who, and "anybody" is
/// no answer.
/// </summary>
/// <param name="environment">The app's; one that is not known is no Development.</param>
internal sealed class PageAccess(IHostEnvironment? environment)
{
    public bool IsDevelopment { get; } = environment?.IsDevelopment() == true;

    /// <summary>Runs after all groups and conventions. Where none of them says who may, this machine may, whatever the app's fallback policy is.</summary>
    public void Admit(EndpointBuilder endpoint)
    {
        if (IsDevelopment && !HasPolicy(endpoint.Metadata) && !AllowsAnonymous(endpoint.Metadata))
        {
            endpoint.Metadata.Add(new AllowAnonymousAttribute());
            endpoint.Metadata.Add(OnlyFromHere.Instance);
        }
    }

    /// <summary>Why an endpoint of the page may not answer, with the cure; null where it may.</summary>
    public string? Problem(Endpoint endpoint)
    {
        if (IsDevelopment)
        {
            return null;
        }

        var path = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName;
        var where = $"The PostHog proxy page at '/{path?.Trim('/')}' ";
        var how = "app.MapPostHogProxyPage(…).RequireAuthorization(\"ops\")";
        return AllowsAnonymous(endpoint.Metadata)
            ? where + $"allows anonymous visitors. Outside Development (the environment is {environment?.EnvironmentName ?? "unknown"}) it must not. "
                + $"Remove AllowAnonymous from the page and its groups, and name who may see it: {how}."
            : !HasPolicy(endpoint.Metadata)
                ? where + $"requires no authorization. Outside Development (the environment is {environment?.EnvironmentName ?? "unknown"}) it must. "
                    + $"Name who may see it: {how}. A fallback policy isn't enough, because it can go away unnoticed."
                : null;
    }

    /// <summary>Whether the app's authorization must have looked at a request before the endpoint may answer it.</summary>
    public static bool DemandsPolicy(Endpoint endpoint) => HasPolicy(endpoint.Metadata) && !AllowsAnonymous(endpoint.Metadata);

    private static bool HasPolicy(IEnumerable<object> metadata) => metadata.Any(static one => one is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData);

    private static bool AllowsAnonymous(IEnumerable<object> metadata) => metadata.Any(static one => one is IAllowAnonymous);
}

/// <summary>The endpoint answers requests of this machine alone.</summary>
internal sealed class OnlyFromHere
{
    public static readonly OnlyFromHere Instance = new();
}
