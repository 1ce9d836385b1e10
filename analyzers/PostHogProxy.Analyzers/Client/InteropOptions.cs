using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using PostHogProxy.Analyzers.Endpoints;
using PostHogProxy.Rules.Client;
using PostHogProxy.Rules.Findings;

namespace PostHogProxy.Analyzers.Client;

/// <summary>
/// Reads an options object as it is written in C#: an anonymous object, a dictionary, a class with names for JSON. The ranges are places in
/// the source. What is put in later, or by somebody else, is unknown.
/// </summary>
internal static class InteropOptions
{
    /// <summary>Null where the value is no object.</summary>
    public static ClientOptions? Of(IOperation value)
    {
        value = value.Unconverted();
        if (value.Type is { SpecialType: not (SpecialType.None or SpecialType.System_Object) })
        {
            return null;
        }

        if (value is ILocalReferenceOperation local)
        {
            // A dictionary that is named once more may be changed there; an anonymous object never is.
            var root = value.Root();
            return root.OnlyValueOf(local.Local)?.Unconverted() is { } declared and not ILocalReferenceOperation
                && (declared is IAnonymousObjectCreationOperation || root.ReferencesTo(local.Local).Take(2).Count() == 1)
                ? Of(declared)
                : ClientOptions.Unreadable(RangeOf(value.Syntax));
        }

        return value switch
        {
            IAnonymousObjectCreationOperation created => Members(created.Initializers, isWhole: true, value),
            IObjectCreationOperation { Initializer: { } initializer } created => Members(initializer.Initializers, IsDictionary(created), value),
            IObjectCreationOperation created when IsDictionary(created) && created.Arguments.Length == 0 => ClientOptions.None,
            IConditionalOperation or ICoalesceOperation or IObjectCreationOperation or IInvocationOperation or IMemberReferenceOperation or IParameterReferenceOperation
                => ClientOptions.Unreadable(RangeOf(value.Syntax)),
            _ => null,
        };
    }

    /// <summary>What a setting is given; the range is inside the quotes where it is a plain string.</summary>
    public static ScriptValue Value(IOperation value)
    {
        value = value.Unconverted();
        var range = RangeOf(value.Syntax);
        if (value is IConditionalOperation { WhenFalse: { } otherwise } chosen)
        {
            ScriptValue[] branches = [Value(chosen.WhenTrue), Value(otherwise)];
            return branches.All(static branch => branch.State != SettingState.Unknown && branch.Branches is null)
                ? ScriptValue.Unreadable(range) with { Branches = branches }
                : ScriptValue.Unreadable(range);
        }

        var constant = value.ConstantValue.HasValue ? value.ConstantValue : Declared(value);
        return constant switch
        {
            { HasValue: true, Value: string text } => new(SettingState.Known, text, range, IsComposed: !IsPlain(value.Syntax)),
            { HasValue: true, Value: null } => new(SettingState.Absent, null, range),
            _ => ScriptValue.Unreadable(range),
        };
    }

    /// <summary>Every text that an argument hands to the page: itself, or the members of the object that it is.</summary>
    public static IEnumerable<ScriptValue> Texts(IOperation value)
    {
        value = value.Unconverted();
        var initializers = value switch
        {
            IAnonymousObjectCreationOperation created => created.Initializers,
            IObjectCreationOperation { Initializer.Initializers: var members } => members,
            _ => default,
        };
        return initializers.IsDefault ? [Value(value)] : initializers.Select(static member => Member(member).Value).OfType<IOperation>().Select(Value);
    }

    public static TextRange RangeOf(SyntaxNode syntax) =>
        IsPlain(syntax) && syntax.Span.Length >= 2 ? new(syntax.SpanStart + 1, syntax.Span.Length - 2) : new(syntax.SpanStart, syntax.Span.Length);

    // A local variable that is written once, a field that never changes.
    private static Optional<object?> Declared(IOperation value) => value switch
    {
        ILocalReferenceOperation local when value.Root().OnlyValueOf(local.Local) is { } declared => declared.ConstantValue,
        IFieldReferenceOperation { Field: { IsReadOnly: true, IsStatic: true, ContainingType.StaticConstructors: var constructors } field }
            when constructors.All(static constructor => constructor.IsImplicitlyDeclared)
                && field.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax literal }
            => new(literal.Token.Value),
        _ => default,
    };

    private static bool IsPlain(SyntaxNode syntax) =>
        syntax is LiteralExpressionSyntax { Token: var token } && token.IsKind(SyntaxKind.StringLiteralToken) && token.Text.StartsWith("\"", StringComparison.Ordinal);

    private static ClientOptions Members(IEnumerable<IOperation> initializers, bool isWhole, IOperation value)
    {
        var options = ClientOptions.None;
        foreach (var initializer in initializers)
        {
            var (name, given) = Member(initializer);
            if (name is null)
            {
                options = ClientOptions.Unreadable(RangeOf(initializer.Syntax)) with { IsForBrowser = options.IsForBrowser };
            }
            else if (given is not null && ClientOptions.IsHost(name))
            {
                var read = Value(given);
                options = options.With(name, name == "api_host" && read.Text == "" ? ClientSetting.Unreadable(read.Range) : read.AsHost());
            }
        }

        // A class may have values of its own, and other names than PostHog's are a wrapper's.
        return isWhole && (options.IsForBrowser || !HasOtherHost(initializers)) ? options : options.OrUnknown(RangeOf(value.Syntax));
    }

    private static bool HasOtherHost(IEnumerable<IOperation> initializers) => initializers.Any(static initializer =>
        Member(initializer).Name is { } name && (name.IndexOf("host", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("url", StringComparison.OrdinalIgnoreCase) >= 0));

    // Name null: it may be any member.
    private static (string? Name, IOperation? Value) Member(IOperation initializer)
    {
        switch (initializer)
        {
            // { { "api_host", "…" } }
            case IInvocationOperation { TargetMethod.Name: "Add", Arguments: { Length: 2 } arguments }:
                return (arguments[0].Value.ConstantValue.Value as string, arguments[1].Value);
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Arguments.Length: 1 } indexed, Value: var value }:
                return (indexed.Arguments[0].Value.ConstantValue.Value as string, value);
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation member, Value: var value }:
                return (JsonName(member.Member), value);
            default:
                return (null, null);
        }
    }

    // Blazor writes names in camel case.
    private static string JsonName(ISymbol member)
    {
        var written = member.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.Name == "JsonPropertyNameAttribute");
        return written?.ConstructorArguments.FirstOrDefault().Value as string ?? char.ToLowerInvariant(member.Name[0]) + member.Name.Substring(1);
    }

    // Also a JsonObject: what it has not been given it does not have.
    private static bool IsDictionary(IObjectCreationOperation created) =>
        created.Type is { Name: "Dictionary" or "JsonObject" or "SortedDictionary" or "ConcurrentDictionary" or "ExpandoObject" }
        && created.Arguments.All(static argument => argument.IsImplicit);
}
