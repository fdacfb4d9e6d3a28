using System.Text.Json;
using BloxOs.Agent.Diagnostics;

namespace BloxOs.Agent.Updates;

/// <summary>What this rig remembers of updates, in a directory of its own under the state directory.</summary>
/// <param name="stateDirectory">The agent's state directory.</param>
/// <param name="log">Where to speak.</param>
internal sealed class UpdateRecord(string stateDirectory, AgentLog log)
{
    const int MaximumBytes = 64 * 1024;

    string Folder => Path.Combine(stateDirectory, "update");

    string LastFile => Path.Combine(Folder, "last.json");

    string FailedFile => Path.Combine(Folder, "failed");

    string TrialFile => Path.Combine(Folder, "trial");

    string ConnectedFile => Path.Combine(Folder, "connected");

    /// <summary>What came of the last update; null for none, or when it cannot be read.</summary>
    public UpdateEntry? Last
    {
        get
        {
            try { return Text(LastFile) is { } json ? JsonSerializer.Deserialize(json, UpdateJson.Default.UpdateEntry) : null; }
            catch (JsonException) { return null; }
        }
    }

    /// <summary>Whether this version has failed here before: it is not tried again.</summary>
    public bool HasFailed(string version) => Text(FailedFile)?.Split('\n').Contains(version) == true;

    /// <summary>A trial of this version begins. False when that cannot be remembered: then it must not begin.</summary>
    public bool BeginTrial(string version)
    {
        AbandonTrial();
        return Write(TrialFile, version);
    }

    /// <summary>A trial that never came to its end (the rig lost power, or the new version took it down) has failed.</summary>
    public void EndInterruptedTrial()
    {
        if (Text(TrialFile) is { Length: > 0 } version) { EndTrial(version, false, "its trial was interrupted"); }
    }

    /// <summary>The end of a trial.</summary>
    public void EndTrial(string version, bool installed, string text)
    {
        if (!installed && !HasFailed(version)) { Write(FailedFile, Text(FailedFile) + version + "\n"); }
        Write(LastFile, JsonSerializer.Serialize(new UpdateEntry { Version = version, Installed = installed, Text = text }, UpdateJson.Default.UpdateEntry));
        AbandonTrial();
    }

    /// <summary>A trial was broken off for a reason that has nothing to do with the new version.</summary>
    public void AbandonTrial()
    {
        try
        {
            File.Delete(TrialFile);
            File.Delete(ConnectedFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }   // the directory is not there, or read-only: nothing was remembered
    }

    /// <summary>The new version says that it is connected.</summary>
    public void SayConnected(string version) => Write(ConnectedFile, version);

    /// <summary>Whether the new version has said so.</summary>
    public bool IsConnected(string version) => Text(ConnectedFile) == version;

    static string? Text(string path)
    {
        try { return new FileInfo(path) is { Exists: true, Length: <= MaximumBytes } ? File.ReadAllText(path) : null; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }

    bool Write(string path, string text)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            string unfinished = path + ".new";
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path, overwrite: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warn($"{path} cannot be written ({e.GetType().Name})");
            return false;
        }
    }
}
