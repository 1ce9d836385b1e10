using System.Globalization;
using System.Reflection;

namespace PostHogProxy.Package.Tests.Api;

/// <summary>Writes what an assembly shows to others, one line a type or member, in an order of its own.</summary>
internal sealed class PublicSurface
{
    private readonly NullabilityInfoContext _nullability = new();

    public IEnumerable<string> Of(Assembly assembly)
    {
        yield return $"assembly {assembly.GetName().Name}";
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            yield return "";
            yield return $"{Kind(type)} {type.FullName}{Bases(type)}";
            foreach (var member in Members(type).Order(StringComparer.Ordinal))
            {
                yield return "    " + member;
            }
        }

        yield return "";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsSealed: true } => "sealed class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            var flags = type.IsDefined(typeof(FlagsAttribute)) ? " [Flags]" : "";
            return $" : {TypeName.Of(Enum.GetUnderlyingType(type))}{flags}";
        }

        var bases = type.GetInterfaces().Select(TypeName.Of).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType))
        {
            bases.Insert(0, TypeName.Of(parent));
        }

        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private IEnumerable<string> Members(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        }

        return type.GetConstructors(Declared).Where(IsVisible).Select(each => $"ctor({Parameters(each)})")
            .Concat(type.GetFields(Declared).Where(each => each.IsPublic || each.IsFamily).Select(Field))
            .Concat(type.GetProperties(Declared).Where(each => each.GetAccessors(nonPublic: true).Any(IsVisible)).Select(Property))
            .Concat(type.GetEvents(Declared).Where(each => IsVisible(each.AddMethod!)).Select(each => $"event {TypeName.Of(each.EventHandlerType!)} {each.Name}"))
            .Concat(type.GetMethods(Declared).Where(each => IsVisible(each) && !each.IsSpecialName).Select(Method));
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private string Field(FieldInfo field) =>
        $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{TypeName.Of(_nullability.Create(field))} {field.Name}";

    private string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).Select(each => each switch
        {
            _ when each == property.GetMethod => "get;",
            _ when each.ReturnParameter.GetRequiredCustomModifiers().Any(modifier => modifier.Name == "IsExternalInit") => "init;",
            _ => "set;",
        });
        return $"{TypeName.Of(_nullability.Create(property))} {property.Name} {{ {string.Join(' ', accessors)} }}";
    }

    private string Method(MethodInfo method)
    {
        var generics = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(each => each.Name))}>" : "";
        return $"{(method.IsStatic ? "static " : "")}{TypeName.Of(_nullability.Create(method.ReturnParameter))} {method.Name}{generics}({Parameters(method)})";
    }

    private string Parameters(MethodBase method)
    {
        var isExtension = method.IsDefined(typeof(System.Runtime.CompilerServices.ExtensionAttribute));
        return string.Join(", ", method.GetParameters().Select(parameter =>
        {
            var prefix = isExtension && parameter.Position == 0 ? "this " : "";
            var suffix = parameter.HasDefaultValue ? $" = {parameter.RawDefaultValue ?? "null"}" : "";
            return $"{prefix}{TypeName.Of(_nullability.Create(parameter))} {parameter.Name}{suffix}";
        }));
    }
}
