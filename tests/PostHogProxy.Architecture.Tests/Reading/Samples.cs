#pragma warning disable CA1822, CA1812, CA1859, CS0649, CS0067, IDE0051, IDE0060 // Each type is here for one use of another, and nothing of it runs.

namespace PostHogProxy.Architecture.Tests.Reading;

internal class Below
{
    public static void Run<T>()
    {
    }
}

internal interface IBelow;

internal sealed class BelowException : Exception;

[AttributeUsage(AttributeTargets.All)]
internal sealed class BelowAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
internal sealed class NamesAttribute(params Type[] types) : Attribute
{
    public Type[] Types { get; } = types;
}

internal sealed class Unrelated
{
    public int Length => "a".Length;
}

internal sealed class ByBase : Below;

internal sealed class ByInterface : IBelow;

internal sealed class ByField
{
    public Below? Field;
}

internal sealed class ByProperty
{
    public Below? Property => null;
}

internal sealed class ByEvent
{
    public event Action<Below>? Raised;
}

internal abstract class ByParameter
{
    public abstract void Take(Below below);
}

internal abstract class ByReturn
{
    public abstract Below Give();
}

internal abstract class ByArray
{
    public abstract void Take(Below[][] below);
}

internal abstract class ByReference
{
    public abstract void Take(in Below below);
}

internal abstract unsafe class ByFunctionPointer
{
    public abstract void Take(delegate*<Below, void> below);
}

internal abstract class ByGenericArgument
{
    public abstract void Take(Dictionary<string, List<Below>> below);
}

internal sealed class ByConstraint<T>
    where T : IBelow;

internal abstract class ByMethodConstraint
{
    public abstract void Take<T>()
        where T : Below;
}

[Below]
internal sealed class ByAttribute;

[Names(typeof(string), typeof(Below))]
internal sealed class ByAttributeArgument;

internal abstract class ByAttributeOfParameter
{
    public abstract void Take([Below] int number);
}

internal sealed class ByNew
{
    public object Make() => new Below();
}

internal sealed class ByStaticCall
{
    public void Call() => Below.Run<int>();
}

internal sealed class ByGenericCall
{
    public object Call() => Array.Empty<Below>();
}

internal sealed class ByTypeOf
{
    public string Name() => typeof(Below).Name;
}

internal sealed class ByTest
{
    public bool Is(object value) => value is Below;
}

internal sealed class ByCatch
{
    public int Try(Func<int> run)
    {
        try
        {
            return run();
        }
        catch (BelowException)
        {
            return 0;
        }
    }
}

internal sealed class ByLambda
{
    public Func<object> Make() => () => new Below();
}

internal sealed class ByAsync
{
    public async Task<object> MakeAsync()
    {
        await Task.Yield();
        return new Below();
    }
}

internal sealed class ByIterator
{
    public IEnumerable<object> Make()
    {
        yield return new Below();
    }
}

internal sealed class ByNested
{
    private sealed class Inner
    {
        public object Make() => new Below();
    }
}
