#if !NET
namespace PostHogProxy.Rules.Settings;

/// <summary>Gives netstandard2.0 the generic overload, the one that is right in an app compiled ahead of time.</summary>
internal static class EnumPolyfill
{
    extension(Enum)
    {
        public static string[] GetNames<T>()
            where T : struct, Enum => Enum.GetNames(typeof(T));
    }
}
#endif
