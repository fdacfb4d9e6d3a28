using BloxOs.Architecture.Tests.Assemblies;

namespace BloxOs.Architecture.Tests.Contracts;

/// <summary>How grain contracts are written, so that versions of the program understand each other.</summary>
internal static class ContractRules
{
    static readonly string[] GrainInterfaces =
        ["IGrainWithStringKey", "IGrainWithGuidKey", "IGrainWithIntegerKey", "IGrainWithGuidCompoundKey", "IGrainWithIntegerCompoundKey", "IGrainService", "IGrainObserver"];

    /// <summary>What is wrong with a type; nothing for types that are no contract.</summary>
    public static IEnumerable<string> Violations(BuiltType type)
    {
        if (type.Has("GenerateSerializer")) { foreach (string fault in SerializedFaults(type)) { yield return fault; } }
        if (type.IsInterface && type.Interfaces.Any(GrainInterfaces.Contains)) { foreach (string fault in InterfaceFaults(type)) { yield return fault; } }
        bool isGrain = type.BaseName is "Grain" or "GrainService", isState = type.Name.EndsWith("State", StringComparison.Ordinal) && type.Has("GenerateSerializer");
        if ((isGrain || isState) && !type.IsEnum && (type.IsPublic || !type.IsSealed)) { yield return $"{type} is not internal sealed"; }
    }

    static IEnumerable<string> SerializedFaults(BuiltType type)
    {
        if (!type.Has("Alias")) { yield return $"{type} has no [Alias]"; }
        if (type.IsEnum) { yield break; }
        foreach (var (name, attributes) in type.StoredMembers)
        {
            if (!attributes.Contains("Id") && !attributes.Contains("NonSerialized")) { yield return $"{type}.{name} has no [Id]"; }
        }
    }

    static IEnumerable<string> InterfaceFaults(BuiltType type)
    {
        if (!type.Has("Alias")) { yield return $"{type} has no [Alias]"; }
        foreach (var (name, attributes) in type.Methods)
        {
            if (!attributes.Contains("Alias")) { yield return $"{type}.{name} has no [Alias]"; }
        }
    }
}
