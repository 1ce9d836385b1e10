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

    /// <summary>Groups and conventions have had their say. Where nobody has said who, this machine may, whatever the app's fallback policy is.</summary>
    public void Admit(EndpointBuilder endpoint)
    {
        if (IsDevelopment && !DemandsPolicy(endpoint.Metadata) && !endpoint.Metadata.OfType<IAllowAnonymous>().Any())
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
        return endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            ? where + $"allows anonymous visitors. Outside Development (the environment is {environment?.EnvironmentName ?? "unknown"}) it must not. "
                + $"Remove AllowAnonymous from the page and its groups, and name who may see it: {how}."
            : !DemandsPolicy(endpoint.Metadata)
                ? where + $"requires no authorization. Outside Development (the environment is {environment?.EnvironmentName ?? "unknown"}) it must. "
                    + $"Name who may see it: {how}. A fallback policy isn't enough, because it can go away unnoticed."
                : null;
    }

    private static bool DemandsPolicy(IEnumerable<object> metadata) => metadata.Any(one => one is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData);
}

/// <summary>The endpoint answers requests of this machine alone.</summary>
internal sealed class OnlyFromHere
{
    public static readonly OnlyFromHere Instance = new();
}
