using System.Security.Cryptography;
using System.Text.Json;

namespace BloxOs.Web.Demo;

/// <summary>What the demo remembers between starts, beside its database: the password that it prints and the tokens of its rigs.</summary>
internal sealed class DemoFile
{
    const string FileName = "demo.json";
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Made at the first start.</summary>
    public string Password { get; set; } = "demo-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>Rig name → token.</summary>
    public Dictionary<string, string> Tokens { get; set; } = [];

    /// <summary>Reads it from the data directory; a fresh one when there is none.</summary>
    public static DemoFile Read(string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<DemoFile>(File.ReadAllBytes(path)) ?? new() : new();
    }

    /// <summary>Writes it whole, by replacement.</summary>
    public void Write(string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, FileName), draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = OwnerOnly; }
        using (var file = new FileStream(draft, options)) { JsonSerializer.Serialize(file, this, Indented); }
        File.Move(draft, path, overwrite: true);
    }
}
