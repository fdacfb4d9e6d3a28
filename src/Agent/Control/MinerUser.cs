using System.Globalization;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Control;

/// <summary>The user that miners run as.</summary>
/// <param name="Name">Login name.</param>
/// <param name="Id">Its number.</param>
/// <param name="Group">Number of its group.</param>
internal sealed record MinerUser(string Name, uint Id, uint Group)
{
    /// <summary>Looks a user up in the rig's own list; null when it has none of that name.</summary>
    public static MinerUser? Find(SystemRoots roots, string name)
    {
        foreach (string line in SystemFile.Text(Path.Combine(roots.Etc, "passwd"))?.Split('\n') ?? [])
        {
            string[] fields = line.Split(':');
            if (fields.Length >= 4 && fields[0] == name && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out uint id)
                && uint.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out uint group))
            {
                return new(name, id, group);
            }
        }
        return null;
    }
}
