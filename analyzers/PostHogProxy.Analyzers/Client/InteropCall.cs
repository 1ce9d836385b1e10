using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PostHogProxy.Analyzers.Endpoints;
using PostHogProxy.Rules.Client;

namespace PostHogProxy.Analyzers.Client;

/// <summary>
/// A call from Blazor into the page: <c>js.InvokeVoidAsync("posthog.init", "phc_…", new { api_host = "…" })</c>, or to a function of the team's
/// own that sets PostHog up.
/// </summary>
/// <param name="Identifier">The name of the function in the page.</param>
/// <param name="Where">Where the name is written.</param>
/// <param name="Receiver">What the call is made on: a variable named posthog may hold the imported module.</param>
/// <param name="Arguments">What the function is given.</param>
internal sealed record InteropCall(string Identifier, ExpressionSyntax Where, string Receiver, IReadOnlyList<IOperation> Arguments)
{
    private const string Interop = "Microsoft.JSInterop";
    private const string Name = "posthog";

    private static readonly string[] Globals = ["window", "globalThis", "self", "top"];

    public bool IsSetConfig => Function == "set_config" && SaysPostHog;

    /// <summary>Whether it is the SDK's own function, and not somebody's wrapper around it.</summary>
    public bool IsExact => Function == "init" && Owner == Name;

    /// <summary>Whether the function's name says that it sets something up.</summary>
    public bool SetsUp => EventProperties.SetsUp(Function) && !EventProperties.Sends(Function);

    /// <summary>Whether one of its names says PostHog.</summary>
    public bool SaysPostHog => Says(Identifier) || Says(Receiver) || Owner == "ph";

    // init of window.posthog.init
    private string Function => Identifier.Substring(Identifier.LastIndexOf('.') + 1);

    private string Owner
    {
        get
        {
            var names = Identifier.Split('.').Where(name => !Globals.Contains(name)).ToList();
            return names.Count == 2 ? names[0] : "";
        }
    }

    /// <summary>Null where the method is no call into the page, or what it calls is not known.</summary>
    public static InteropCall? Of(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (!method.Name.StartsWith("Invoke", StringComparison.Ordinal) || method.ContainingNamespace?.ToDisplayString() != Interop
            || call.Argument("identifier")?.Value is not { Syntax: ExpressionSyntax where, ConstantValue.Value: string identifier })
        {
            return null;
        }

        IReadOnlyList<IOperation> arguments = call.Argument("args")?.Value.Unconverted() switch
        {
            IArrayCreationOperation { Initializer: { } array } => [.. array.ElementValues.Select(static element => element.Unconverted())],
            ICollectionExpressionOperation { Elements: var elements } when elements.All(static element => element is not ISpreadOperation)
                => [.. elements.Select(static element => element.Unconverted())],
            _ => [],
        };
        return new(identifier, where, NameOf(call.Receiver()?.Unconverted()), arguments);
    }

    private static string NameOf(IOperation? receiver) => receiver switch
    {
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IMemberReferenceOperation member => member.Member.Name,
        _ => "",
    };

    private static bool Says(string name) => name.IndexOf(Name, StringComparison.OrdinalIgnoreCase) >= 0;
}
