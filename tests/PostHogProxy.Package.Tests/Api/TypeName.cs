using System.Reflection;

namespace PostHogProxy.Package.Tests.Api;

/// <summary>A type as C# writes it, with its question marks.</summary>
internal static class TypeName
{
    public static string Of(NullabilityInfo info)
    {
        if (Nullable.GetUnderlyingType(info.Type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        var name = info switch
        {
            { ElementType: { } element } => Of(element) + "[]",
            { GenericTypeArguments.Length: > 0 } => $"{Plain(info.Type)}<{string.Join(", ", info.GenericTypeArguments.Select(Of))}>",
            _ => Plain(info.Type),
        };
        return !info.Type.IsValueType && info.ReadState == NullabilityState.Nullable ? name + "?" : name;
    }

    public static string Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Of(underlying) + "?";
        }

        return type.IsGenericType ? $"{Plain(type)}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : Plain(type);
    }

    private static string Plain(Type type) => type.FullName switch
    {
        _ when type.IsGenericType => type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)],
        "System.Void" => "void",
        "System.String" => "string",
        "System.Boolean" => "bool",
        "System.Int32" => "int",
        "System.Int64" => "long",
        "System.Object" => "object",
        _ => type.Name,
    };
}
