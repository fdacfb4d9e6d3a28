using System.Globalization;
using System.Text;
using System.Text.Json;
using BloxOs.Agent.Control;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Updates;

/// <summary>What this rig remembers of updates, in a directory of its own under the state directory.</summary>
/// <param name="stateDirectory">The agent's state directory.</param>
/// <param name="log">Where to speak.</param>
/// <param name="bootId">Id of this boot; null when the kernel does not tell.</param>
internal sealed class UpdateRecord(string stateDirectory, AgentLog log, string? bootId)
{
    const int LongestPutOffSeconds = 600;
    const int MaximumBytes = 64 * 1024;

    string Folder => Path.Combine(stateDirectory, "update");

    string LastFile => Path.Combine(Folder, "last.json");

    string RebootedFile => Path.Combine(Folder, "rebooted");

    string FailedFile => Path.Combine(Folder, "failed");

    string TrialFile => Path.Combine(Folder, "trial");

    string PutOffFile => Path.Combine(Folder, "put-off");

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
    public bool HasFailed(string version) => Lists(FailedFile, version);

    /// <summary>A trial of this version begins. False when that cannot be remembered: then it must not begin.</summary>
    public bool BeginTrial(string version)
    {
        AbandonTrial();
        return Write(TrialFile, $"{version}\n{bootId}");
    }

    /// <summary>
    /// A trial that never came to its end has failed: the new version took the agent down. When the rig booted meanwhile it may have been a power cut, which is no fault of
    /// the version: it may be tried once more, but not a third time, since it may also be what brings the rig down.
    /// </summary>
    /// <param name="running">Version of this agent: when it is the one that was tried, only the note of its success was lost.</param>
    public void EndInterruptedTrial(string running)
    {
        if (Text(TrialFile)?.Split('\n') is not [{ Length: > 0 } version, .. var rest]) { return; }
        bool booted = bootId is not null && rest is [{ Length: > 0 } before] && before != bootId;
        if (version == running) { EndTrial(version, true, "it is in place"); }
        else if (!booted) { EndTrial(version, false, "its trial was interrupted"); }
        else if (Lists(RebootedFile, version)) { EndTrial(version, false, "the rig lost power or restarted during its trial, for the second time"); }
        // What cannot be counted is not given.
        else if (Add(RebootedFile, version)) { EndUndecided(version, "the rig lost power or restarted during its trial; it may be ordered once more"); }
        else { EndTrial(version, false, "the rig lost power or restarted during its trial"); }
    }

    /// <summary>The end of a trial.</summary>
    public void EndTrial(string version, bool installed, string text)
    {
        if (!installed && !HasFailed(version)) { Add(FailedFile, version); }
        Keep(version, installed, text);
        AbandonTrial();
    }

    /// <summary>A trial that tells nothing about the version, which may be tried again.</summary>
    public void EndUndecided(string version, string text)
    {
        Keep(version, installed: false, text);
        AbandonTrial();
    }

    /// <summary>A trial was broken off for a reason that has nothing to do with the new version.</summary>
    public void AbandonTrial()
    {
        try
        {
            File.Delete(TrialFile);
            File.Delete(ConnectedFile);
            File.Delete(PutOffFile);
            // A trial that comes back by a power cut would count as interrupted.
            Libc.FlushDirectory(Folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }   // the directory is not there, or read-only: nothing was remembered
    }

    /// <summary>The new version says that it is connected.</summary>
    public void SayConnected(string version) => Write(ConnectedFile, version);

    /// <summary>Whether the new version has said so.</summary>
    public bool IsConnected(string version) => Text(ConnectedFile) == version;

    /// <summary>The new version says that the server is there and told it to wait.</summary>
    /// <param name="version">The new version.</param>
    /// <param name="pause">How long it waits.</param>
    public void SayPutOff(string version, TimeSpan pause) => Write(PutOffFile, $"{version} {(int)Math.Ceiling(pause.TotalSeconds)}");

    /// <summary>How long the new version waits, when it has said so since the last question; null when it has not.</summary>
    public TimeSpan? TakePutOff(string version)
    {
        if (Text(PutOffFile)?.Split(' ') is not [var who, var seconds] || who != version || !int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out int pause)) { return null; }
        try { File.Delete(PutOffFile); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }   // else it would be new for ever
        return TimeSpan.FromSeconds(Math.Min(pause, LongestPutOffSeconds));
    }

    void Keep(string version, bool installed, string text) =>
        Write(LastFile, JsonSerializer.Serialize(new UpdateEntry { Version = version, Installed = installed, Text = text }, UpdateJson.Default.UpdateEntry));

    static bool Lists(string path, string version) => Text(path)?.Split('\n').Contains(version) == true;

    bool Add(string path, string version) => Write(path, Text(path) + version + "\n");

    static string? Text(string path)
    {
        try { return new FileInfo(path) is { Exists: true, Length: <= MaximumBytes } ? File.ReadAllText(path) : null; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return null; }
    }

    bool Write(string path, string text)
    {
        try
        {
            if (!Directory.Exists(Folder))
            {
                Directory.CreateDirectory(Folder);
                Libc.FlushDirectory(stateDirectory);
            }
            DurableFile.Write(path, Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Warn($"{path} cannot be written ({e.GetType().Name})");
            return false;
        }
    }
}
