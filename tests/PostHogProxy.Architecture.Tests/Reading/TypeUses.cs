using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PostHogProxy.Architecture.Tests.Reading;

/// <summary>
/// Every type that a type names, wherever that is: base and interfaces, generics and their constraints, attributes and their arguments,
/// fields, properties, events, signatures, locals, caught exceptions and instructions. What the compiler makes of lambdas, iterators and
/// <c>async</c> are nested types, and count as their outermost type.
/// </summary>
internal static class TypeUses
{
    public static HashSet<TypeReference> Of(TypeDefinition type)
    {
        var found = new Found();
        Read(type, found);
        return found.Types;
    }

    private static void Read(TypeDefinition type, Found found)
    {
        found.Add(type.BaseType);
        Read((IGenericParameterProvider)type, found);
        Read((ICustomAttributeProvider)type, found);
        foreach (var implemented in type.Interfaces)
        {
            found.Add(implemented.InterfaceType);
            Read(implemented, found);
        }

        foreach (var field in type.Fields)
        {
            found.Add(field.FieldType);
            Read(field, found);
        }

        foreach (var property in type.Properties)
        {
            found.Add(property.PropertyType);
            Read(property, found);
        }

        foreach (var raised in type.Events)
        {
            found.Add(raised.EventType);
            Read(raised, found);
        }

        foreach (var method in type.Methods)
        {
            Read(method, found);
        }

        foreach (var nested in type.NestedTypes)
        {
            Read(nested, found);
        }
    }

    private static void Read(MethodDefinition method, Found found)
    {
        Signature(method, found);
        Read((IGenericParameterProvider)method, found);
        Read((ICustomAttributeProvider)method, found);
        Read(method.MethodReturnType, found);
        foreach (var parameter in method.Parameters)
        {
            Read(parameter, found);
        }

        foreach (var implemented in method.Overrides)
        {
            Member(implemented, found);
        }

        if (!method.HasBody)
        {
            return;
        }

        foreach (var local in method.Body.Variables)
        {
            found.Add(local.VariableType);
        }

        foreach (var handler in method.Body.ExceptionHandlers)
        {
            found.Add(handler.CatchType);
        }

        foreach (var instruction in method.Body.Instructions)
        {
            Operand(instruction, found);
        }
    }

    private static void Operand(Instruction instruction, Found found)
    {
        switch (instruction.Operand)
        {
            case TypeReference type:
                found.Add(type);
                break;
            case MemberReference member:
                Member(member, found);
                break;
            case CallSite site:
                Signature(site, found);
                break;
        }
    }

    private static void Member(MemberReference member, Found found)
    {
        found.Add(member.DeclaringType);
        switch (member)
        {
            case FieldReference field:
                found.Add(field.FieldType);
                break;
            case GenericInstanceMethod generic:
                found.AddAll(generic.GenericArguments);
                Member(generic.ElementMethod, found);
                break;
            case MethodReference method:
                Signature(method, found);
                break;
        }
    }

    private static void Signature(IMethodSignature method, Found found)
    {
        found.Add(method.ReturnType);
        found.AddAll(method.Parameters.Select(parameter => parameter.ParameterType));
    }

    private static void Read(IGenericParameterProvider generic, Found found)
    {
        foreach (var parameter in generic.GenericParameters)
        {
            Read((ICustomAttributeProvider)parameter, found);
            found.AddAll(parameter.Constraints.Select(constraint => constraint.ConstraintType));
        }
    }

    private static void Read(ICustomAttributeProvider attributed, Found found)
    {
        foreach (var attribute in attributed.CustomAttributes)
        {
            found.Add(attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments
                .Concat(attribute.Properties.Select(named => named.Argument))
                .Concat(attribute.Fields.Select(named => named.Argument)))
            {
                Argument(argument, found);
            }
        }
    }

    private static void Argument(CustomAttributeArgument argument, Found found)
    {
        found.Add(argument.Type);
        switch (argument.Value)
        {
            case TypeReference type:
                found.Add(type);
                break;
            case CustomAttributeArgument boxed:
                Argument(boxed, found);
                break;
            case CustomAttributeArgument[] several:
                Array.ForEach(several, each => Argument(each, found));
                break;
        }
    }

    private sealed class Found
    {
        public HashSet<TypeReference> Types { get; } = [];

        public void AddAll(IEnumerable<TypeReference> types)
        {
            foreach (var type in types)
            {
                Add(type);
            }
        }

        public void Add(TypeReference? type)
        {
            switch (type)
            {
                case null or GenericParameter:
                    break;
                case GenericInstanceType generic:
                    AddAll(generic.GenericArguments);
                    Add(generic.ElementType);
                    break;
                case FunctionPointerType pointer:
                    Signature(pointer, this);
                    break;
                case IModifierType modified:
                    Add(modified.ModifierType);
                    Add(modified.ElementType);
                    break;
                case TypeSpecification wrapped:
                    Add(wrapped.ElementType);
                    break;
                default:
                    Types.Add(Outermost(type));
                    break;
            }
        }

        private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } around ? Outermost(around) : type;
    }
}
