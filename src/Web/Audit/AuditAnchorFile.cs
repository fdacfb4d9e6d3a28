using System.Text;
using BloxOs.Data.Audit;

namespace BloxOs.Web.Audit;

/// <summary>The anchors that this process keeps outside the database: a line each, only ever appended.</summary>
internal sealed class AuditAnchorFile(string dataDirectory)
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Path { get; } = System.IO.Path.Combine(dataDirectory, "audit-anchors");

    /// <summary>All anchors, and how many lines are no anchor.</summary>
    public (IReadOnlyList<AuditAnchor> Anchors, int Damaged) Read()
    {
        if (!File.Exists(Path)) { return ([], 0); }
        var anchors = new List<AuditAnchor>();
        int damaged = 0;
        foreach (string line in File.ReadLines(Path))
        {
            if (AuditAnchor.TryParse(line, out var anchor)) { anchors.Add(anchor); }
            else { damaged++; }
        }
        return (anchors, damaged);
    }

    /// <summary>Adds one; it is on disk afterwards.</summary>
    public void Append(AuditAnchor anchor)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = OwnerOnly; }
        using var file = new FileStream(Path, options);
        file.Write(Encoding.ASCII.GetBytes(anchor.ToLine() + "\n"));
        file.Flush(flushToDisk: true);
    }
}
