using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using PostHogProxy.Analyzers.Endpoints;

namespace PostHogProxy.Analyzers.Client;

/// <summary>
/// A call from Blazor into the page that sets PostHog up: <c>js.InvokeVoidAsync("posthog.init", "phc_…", new { api_host = "…" })</c>, or a
/// function of the team's own that does.
/// </summary>
/// <param name="Identifier">The name of the function in the page.</param>
/// <param name="Arguments">What it is given.</param>
internal sealed record InteropCall(string Identifier, IReadOnlyList<IOperation> Arguments)
{
    private const string Interop = "Microsoft.JSInterop";

    private static readonly string[] Globals = ["window", "globalThis", "self", "top"];

    /// <summary>The last name: <c>init</c> of <c>window.posthog.init</c>.</summary>
    public string Function => Identifier.Substring(Identifier.LastIndexOf('.') + 1);

    public bool IsSetConfig => Function == "set_config" && SaysPostHog;

    /// <summary>Whether it is the SDK's own function, and not somebody's wrapper around it.</summary>
    public bool IsExact => Function == "init" && Owner.Equals("posthog", StringComparison.OrdinalIgnoreCase);

    public bool SaysInit => Function.IndexOf("init", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether one of its names says PostHog.</summary>
    public bool SaysPostHog => Identifier.IndexOf("posthog", StringComparison.OrdinalIgnoreCase) >= 0 || Owner == "ph";

    private string Owner
    {
        get
        {
            var names = Identifier.Split('.').Where(name => !Globals.Contains(name)).ToList();
            return names.Count > 1 ? names[names.Count - 2] : "";
        }
    }

    /// <summary>Null where the method is no call into the page, or what it calls is not known.</summary>
    public static InteropCall? Of(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (!method.Name.StartsWith("Invoke", StringComparison.Ordinal) || method.ContainingNamespace?.ToDisplayString() != Interop
            || call.Argument("identifier")?.Value.ConstantValue.Value is not string identifier)
        {
            return null;
        }

        var given = call.Argument("args")?.Value.Unconverted();
        return given is IArrayCreationOperation { Initializer: { } array }
            ? new(identifier, [.. array.ElementValues.Select(static element => element.Unconverted())])
            : given is ICollectionExpressionOperation { Elements: var elements } && elements.All(static element => element is not ISpreadOperation)
            ? new(identifier, [.. elements.Select(static element => element.Unconverted())])
            : new(identifier, []);
    }
}
