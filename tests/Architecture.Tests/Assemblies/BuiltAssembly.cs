using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace BloxOs.Architecture.Tests.Assemblies;

/// <summary>A built assembly, read as metadata: nothing of it is loaded or run.</summary>
internal sealed class BuiltAssembly : IDisposable
{
    readonly PEReader _file;
    readonly MetadataReader _metadata;

    BuiltAssembly(string name)
    {
        Name = name;
        _file = new(File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll")));
        _metadata = _file.GetMetadataReader();
    }

    public string Name { get; }

    /// <summary>Names of the assemblies that it refers to.</summary>
    public IEnumerable<string> References => _metadata.AssemblyReferences.Select(r => Text(_metadata.GetAssemblyReference(r).Name));

    /// <summary>Full names of the types of other assemblies that it uses.</summary>
    public IEnumerable<string> UsedTypes => _metadata.TypeReferences.Select(NameOf);

    /// <summary>Methods of other assemblies that it uses, as <c>Namespace.Type.Method</c>.</summary>
    public IEnumerable<string> UsedMembers => _metadata.MemberReferences
        .Select(m => _metadata.GetMemberReference(m))
        .Where(m => m.Parent.Kind == HandleKind.TypeReference)
        .Select(m => $"{NameOf((TypeReferenceHandle)m.Parent)}.{Text(m.Name)}");

    /// <summary>Its own types, but for those that the compiler or a source generator made.</summary>
    public IEnumerable<BuiltType> Types => _metadata.TypeDefinitions
        .Select(t => new BuiltType(_metadata, _metadata.GetTypeDefinition(t)))
        .Where(t => t.Name.Length > 0 && t.Name[0] != '<' && !t.Namespace.StartsWith("OrleansCodeGen", StringComparison.Ordinal));

    /// <summary>Opens an assembly that lies beside the tests.</summary>
    public static BuiltAssembly Open(string name) => new(name);

    public void Dispose() => _file.Dispose();

    string NameOf(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{NameOf((TypeReferenceHandle)type.ResolutionScope)}.{Text(type.Name)}"
            : $"{Text(type.Namespace)}.{Text(type.Name)}";
    }

    string Text(StringHandle handle) => _metadata.GetString(handle);
}
