using Microsoft.AspNetCore.Http;
using Mono.Cecil;

namespace PostHogProxy.Architecture.Tests.Reading;

/// <summary>A project as its compiled assembly shows it.</summary>
internal sealed class ReadProject : IDisposable
{
    private readonly AssemblyDefinition _assembly;
    private readonly List<(TypeDefinition Type, string Room)> _types;

    public ReadProject(string file, string project, string rootNamespace)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(file));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(HttpContext).Assembly.Location));
        _assembly = AssemblyDefinition.ReadAssembly(file, new ReaderParameters { ReadSymbols = true, AssemblyResolver = resolver });
        Rooms = new(project, rootNamespace);
        _types = [.. _assembly.MainModule.Types.Where(IsWritten).Select(type => (type, Rooms.Of(type)))];
    }

    public Rooms Rooms { get; }

    public IReadOnlyList<(TypeDefinition Type, string Room)> Types => _types;

    /// <summary>The assemblies it was compiled against and uses.</summary>
    public IEnumerable<string> References => _assembly.MainModule.AssemblyReferences.Select(reference => reference.Name);

    /// <summary>All but those of the program itself, which stands above every room although its file is at the top of the project.</summary>
    public IReadOnlyList<Arrow> Arrows()
    {
        var rooms = _types.ToDictionary(each => each.Type.FullName, each => each.Room, StringComparer.Ordinal);
        var own = _assembly.MainModule;
        return
        [
            .. from each in _types
               where each.Type != own.EntryPoint?.DeclaringType
               from used in TypeUses.Of(each.Type)
               where used.Scope == own && rooms.ContainsKey(used.FullName) && rooms[used.FullName] != each.Room
               select new Arrow(each.Type.Name, each.Room, used.Name, rooms[used.FullName]),
        ];
    }

    public void Dispose() => _assembly.Dispose();

    // The compiler's own: <Module>, <PrivateImplementationDetails>, EmbeddedAttribute.
    private static bool IsWritten(TypeDefinition type) =>
        !type.Name.Contains('<', StringComparison.Ordinal)
        && !type.Namespace.StartsWith("System", StringComparison.Ordinal)
        && type.CustomAttributes.All(attribute => attribute.AttributeType.Name != "CompilerGeneratedAttribute")
        && type.FullName != "Microsoft.CodeAnalysis.EmbeddedAttribute";
}
