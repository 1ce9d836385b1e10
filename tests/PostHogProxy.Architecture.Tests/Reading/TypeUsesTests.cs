using Mono.Cecil;

namespace PostHogProxy.Architecture.Tests.Reading;

/// <summary>The reader sees a use wherever it stands; else an arrow up could hide there.</summary>
public sealed class TypeUsesTests
{
    [Theory]
    [InlineData(typeof(ByBase))]
    [InlineData(typeof(ByInterface))]
    [InlineData(typeof(ByField))]
    [InlineData(typeof(ByProperty))]
    [InlineData(typeof(ByEvent))]
    [InlineData(typeof(ByParameter))]
    [InlineData(typeof(ByReturn))]
    [InlineData(typeof(ByArray))]
    [InlineData(typeof(ByReference))]
    [InlineData(typeof(ByFunctionPointer))]
    [InlineData(typeof(ByGenericArgument))]
    [InlineData(typeof(ByConstraint<>))]
    [InlineData(typeof(ByMethodConstraint))]
    [InlineData(typeof(ByAttribute))]
    [InlineData(typeof(ByAttributeArgument))]
    [InlineData(typeof(ByAttributeOfParameter))]
    [InlineData(typeof(ByNew))]
    [InlineData(typeof(ByStaticCall))]
    [InlineData(typeof(ByGenericCall))]
    [InlineData(typeof(ByTypeOf))]
    [InlineData(typeof(ByTest))]
    [InlineData(typeof(ByCatch))]
    [InlineData(typeof(ByLambda))]
    [InlineData(typeof(ByAsync))]
    [InlineData(typeof(ByIterator))]
    [InlineData(typeof(ByNested))]
    public void A_use_is_seen_wherever_it_stands(Type user)
    {
        using var own = AssemblyDefinition.ReadAssembly(typeof(TypeUsesTests).Assembly.Location);
        var type = own.MainModule.Types.Single(each => each.FullName == user.FullName);

        Assert.Contains(TypeUses.Of(type), used => used.Name is nameof(Below) or nameof(BelowAttribute) or nameof(IBelow) or nameof(BelowException));
    }

    [Fact]
    public void A_type_that_names_nothing_has_no_use()
    {
        using var own = AssemblyDefinition.ReadAssembly(typeof(TypeUsesTests).Assembly.Location);
        var type = own.MainModule.Types.Single(each => each.FullName == typeof(Unrelated).FullName);

        Assert.DoesNotContain(TypeUses.Of(type), used => used.Scope == own.MainModule);
    }
}
