using System.Reflection;
using System.Reflection.Metadata;

namespace BloxOs.Architecture.Tests.Assemblies;

/// <summary>A type of a built assembly. Attributes and interfaces are told by their simple names.</summary>
internal sealed class BuiltType(MetadataReader metadata, TypeDefinition type)
{
    public string Name => metadata.GetString(type.Name);

    public string Namespace => metadata.GetString(type.Namespace);

    public bool IsInterface => type.Attributes.HasFlag(TypeAttributes.Interface);

    public bool IsSealed => type.Attributes.HasFlag(TypeAttributes.Sealed);

    public bool IsPublic => (type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic;

    public bool IsEnum => BaseName == "Enum";

    /// <summary>Simple name of the base type; empty without one.</summary>
    public string BaseName => NameOf(type.BaseType);

    public IEnumerable<string> Interfaces => type.GetInterfaceImplementations().Select(i => NameOf(metadata.GetInterfaceImplementation(i).Interface));

    public IEnumerable<string> Attributes => AttributesOf(type.GetCustomAttributes());

    public bool Has(string attribute) => Attributes.Contains(attribute);

    /// <summary>Methods with their attributes, accessors aside.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Attributes)> Methods => type.GetMethods()
        .Select(m => metadata.GetMethodDefinition(m))
        .Where(m => !m.Attributes.HasFlag(MethodAttributes.SpecialName) && !m.Attributes.HasFlag(MethodAttributes.Static))
        .Select(m => (metadata.GetString(m.Name), (IReadOnlyList<string>)[.. AttributesOf(m.GetCustomAttributes())]));

    /// <summary>What has a place in an instance: fields, and properties that keep a value, each with the attributes that it was written with.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Attributes)> StoredMembers
    {
        get
        {
            var properties = type.GetProperties().Select(p => metadata.GetPropertyDefinition(p)).ToDictionary(p => metadata.GetString(p.Name));
            foreach (var stored in type.GetFields().Select(f => metadata.GetFieldDefinition(f)).Where(f => !f.Attributes.HasFlag(FieldAttributes.Static)))
            {
                string name = metadata.GetString(stored.Name);
                bool backs = name.StartsWith('<') && name.EndsWith(">k__BackingField", StringComparison.Ordinal);
                string shown = backs ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name;
                var attributes = backs && properties.TryGetValue(shown, out var property) ? property.GetCustomAttributes() : stored.GetCustomAttributes();
                yield return (shown, [.. AttributesOf(attributes)]);
            }
        }
    }

    public override string ToString() => $"{Namespace}.{Name}";

    IEnumerable<string> AttributesOf(CustomAttributeHandleCollection attributes) => attributes
        .Select(a => metadata.GetCustomAttribute(a).Constructor)
        .Select(c => c.Kind == HandleKind.MemberReference
            ? NameOf(metadata.GetMemberReference((MemberReferenceHandle)c).Parent)
            : NameOf(metadata.GetMethodDefinition((MethodDefinitionHandle)c).GetDeclaringType()))
        .Select(name => name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name);

    string NameOf(EntityHandle handle) => handle.IsNil ? "" : handle.Kind switch
    {
        HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)handle).Name),
        HandleKind.TypeDefinition => metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)handle).Name),
        _ => "",
    };
}
