using System.Security.Cryptography;
using System.Text;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Control;
using BloxOs.Protocol;

namespace BloxOs.Agent.Joining;

/// <summary>The secrets of a rig that joins, on disk and readable by the agent's user alone. Each is there whole or not at all.</summary>
/// <param name="options">Where they are.</param>
internal sealed class TokenStore(JoinOptions options)
{
    const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>The key by which the server knows this rig again; made and stored the first time.</summary>
    /// <exception cref="ConfigurationException">It cannot be stored: then no code may be used up.</exception>
    public string Key()
    {
        try
        {
            if (File.Exists(options.KeyFile) && File.ReadAllText(options.KeyFile) is { Length: ProtocolLimits.EnrollKeyLength } key && key.All(Alphabet.Contains)) { return key; }
            string made = RandomNumberGenerator.GetString(Alphabet, ProtocolLimits.EnrollKeyLength);
            Write(options.KeyFile, made);
            return made;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The token that this rig is going to get cannot be kept: {options.KeyFile} cannot be written ({e.GetType().Name}). Set BLOXOS_TOKEN_FILE to a place that can.");
        }
    }

    /// <summary>Keeps the token; from then on the key is of no use.</summary>
    public void Keep(string token)
    {
        Write(options.TokenFile, token);
        File.Delete(options.KeyFile);
    }

    static void Write(string path, string text)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder) { Directory.CreateDirectory(folder); }
        // Down to the rename: the code is used up, and an empty file after a power cut would leave the rig without a secret.
        DurableFile.Write(Path.GetFullPath(path), Encoding.ASCII.GetBytes(text));
    }
}
