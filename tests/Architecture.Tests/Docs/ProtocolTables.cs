using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using BloxOs.Protocol;

namespace BloxOs.Architecture.Tests.Docs;

/// <summary>The tables of docs/protocol.md, from the types of the wire and their docstrings.</summary>
internal static class ProtocolTables
{
    static readonly Docstrings Words = new("BloxOs.Protocol");
    static readonly Type[] Parts = [typeof(Inventory), typeof(GpuInventory), typeof(GpuStats), typeof(WorkStats), typeof(GpuWork), typeof(CpuStats)];

    /// <summary>A section per message of one side.</summary>
    public static string Messages(Type side) => string.Concat(side.GetCustomAttributes<JsonDerivedTypeAttribute>()
        .Select(m => Section($"`{m.TypeDiscriminator}`", m.DerivedType)));

    /// <summary>A section per object inside messages.</summary>
    public static string Objects() => string.Concat(Parts.Select(p => Section(p.Name, p)));

    /// <summary>All close codes.</summary>
    public static string CloseCodeTable() => GeneratedPage.Table(["Code", "Name", "Meaning"],
        Constants(typeof(CloseCodes)).Select(c => new[] { $"{c.Value}", c.Name, c.Words }));

    /// <summary>All limits.</summary>
    public static string LimitTable() => GeneratedPage.Table(["Limit", "Value", "Of what"],
        Constants(typeof(ProtocolLimits)).Select(c => new[] { c.Name, c.Value is TimeSpan time ? $"{time.TotalSeconds:0} s" : $"{c.Value}", c.Words }));

    static IEnumerable<(string Name, object Value, string Words)> Constants(Type type) => type.GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (f.Name, f.GetValue(null)!, Words.Of($"F:{type.FullName}.{f.Name}")));

    static string Section(string title, Type type) =>
        $"\n### {title}\n\n{Words.Of($"T:{type.FullName}")}\n\n" + GeneratedPage.Table(["Member", "Type", "Meaning"],
            type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(p => p.Name != "EqualityContract")
                .Select(p => new[] { $"`{JsonNamingPolicy.CamelCase.ConvertName(p.Name)}`", Shown(p.PropertyType), Words.Of($"P:{type.FullName}.{p.Name}") }));

    static string Shown(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType) { return Shown(type.GetGenericArguments()[0]) + "[]"; }
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Int32 or TypeCode.Int64 => "whole number",
            TypeCode.Double => "number",
            TypeCode.Boolean => "true or false",
            TypeCode.String => "text",
            _ => type.Name,
        };
    }
}
