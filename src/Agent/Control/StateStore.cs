using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BloxOs.Agent.Diagnostics;

namespace BloxOs.Agent.Control;

/// <summary>One versioned JSON file of the agent's state. What cannot be read counts as not there; what cannot be written is said and kept in memory.</summary>
/// <typeparam name="T">What it holds.</typeparam>
/// <param name="path">Where it is.</param>
/// <param name="type">How it is read and written.</param>
/// <param name="isOurs">False for what is not of a version that this agent understands.</param>
/// <param name="log">Where to speak.</param>
internal sealed class StateStore<T>(string path, JsonTypeInfo<T> type, Func<T, bool> isOurs, AgentLog log) where T : class
{
    /// <summary>Longest file that is read.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    /// <summary>Reads it. Null when there is none, or none of use.</summary>
    public T? Read()
    {
        if (!File.Exists(path)) { return null; }
        if (DurableFile.Read(path, MaximumBytes) is not { Length: > 0 } bytes) { return Refused("is empty, too long or cannot be read"); }
        try
        {
            var state = JsonSerializer.Deserialize(bytes, type);
            return state is not null && isOurs(state) ? state : Refused("is of another version");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException) { return Refused("is damaged"); }
    }

    /// <summary>Replaces it; false when that failed.</summary>
    public bool Write(T state)
    {
        try
        {
            DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(state, type));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.WarnSeldom(path, $"{path} cannot be written ({e.Message})");
            return false;
        }
    }

    /// <summary>Kept beside: the next write must not destroy what another version, or a person, may still read.</summary>
    T? Refused(string why)
    {
        log.Warn($"{path} {why}: the agent goes on without it");
        try { File.Copy(path, path + ".unreadable", overwrite: true); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { log.Warn($"{path} cannot be set aside ({e.Message})"); }
        return null;
    }
}
