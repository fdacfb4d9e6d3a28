using System.Collections;
using System.Reflection;

namespace BloxOs.TestServers;

/// <summary>The values at the ends of an object graph of ours, with their paths: what two graphs must share to say the same.</summary>
public static class Leaves
{
    /// <summary>Path and value of each.</summary>
    public static List<(string Path, object Value)> Of(object root)
    {
        var leaves = new List<(string, object)>();
        Collect(root, "", leaves);
        return leaves;
    }

    static void Collect(object? value, string path, List<(string, object)> into)
    {
        if (value is null) { return; }
        if (value is IEnumerable items and not string)
        {
            int i = 0;
            foreach (object? item in items) { Collect(item, $"{path}[{i++}]", into); }
        }
        else if (value is not Enum && value.GetType().Namespace!.StartsWith("BloxOs", StringComparison.Ordinal))
        {
            foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
            {
                Collect(property.GetValue(value), $"{path}.{property.Name}", into);
            }
        }
        else { into.Add((path, value)); }
    }
}
