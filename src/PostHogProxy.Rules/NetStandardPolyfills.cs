#if !NET
namespace System.Runtime.CompilerServices;

/// <summary>Lets netstandard2.0 compile records and init-only properties; the compiler looks for it by name.</summary>
internal static class IsExternalInit;
#endif
