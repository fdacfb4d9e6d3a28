using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BloxOs.Agent.Commands;
using BloxOs.Agent.Configuration;
using BloxOs.Agent.Diagnostics;
using BloxOs.Agent.Machine;

namespace BloxOs.Agent.Updates;

/// <summary>
/// Updates this agent from the rig's own server. <see cref="InstallAsync"/> fetches and checks; the agent then ends its work, and <see cref="UpdateTrial"/> tries what was
/// <see cref="Prepared"/>. What came of it is in <see cref="UpdateRecord.Last"/> of the next run.
/// </summary>
/// <param name="options">Server, pin, key and state directory.</param>
/// <param name="program">The running program's file; the new one is put beside it.</param>
/// <param name="running">Version of the running program.</param>
/// <param name="log">Where to speak.</param>
/// <param name="time">Clock of the time limits.</param>
/// <param name="chance">Random numbers, 0 to 1.</param>
internal sealed class AgentUpdater(AgentOptions options, string program, string running, AgentLog log, TimeProvider time, Func<double> chance) : IAgentUpdater
{
    const int ManifestBytes = 64 * 1024, SignatureBytes = 1024;
    const long ProgramBytes = 64 * 1024 * 1024;

    readonly UpdateRecord _record = new(options.StateDirectory, log, null);   // it only asks what was remembered

    /// <summary>A build that is fetched and checked; null for none.</summary>
    public PreparedUpdate? Prepared { get; private set; }

    /// <summary>Name of the build for this system: as compiled for it, or the one that runs with an older C library.</summary>
    public static string FileName { get; } = $"bloxos-agent-linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}{(RuntimeFeature.IsDynamicCodeSupported ? "-compat" : "")}";

    /// <summary>The file that is taken.</summary>
    public string Wanted { get; init; } = FileName;

    /// <inheritdoc/>
    public async Task<string?> InstallAsync(string version, CancellationToken cancellation)
    {
        var outcome = await PrepareAsync(version, cancellation);
        return outcome.Result == UpdateResult.Ready ? null : outcome.Text;
    }

    /// <inheritdoc/>
    public string? FailureOf(string? version) => _record.Last is { Installed: false } last && last.Version == version ? last.Text : null;

    /// <summary>Fetches the newest build and checks it. Changes nothing that runs. Throws nothing that a server can cause.</summary>
    /// <param name="version">The version that is wanted; null for the one that the server has.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<UpdateOutcome> PrepareAsync(string? version, CancellationToken cancellation)
    {
        Prepared = null;
        if (!Path.GetFileName(program).StartsWith("bloxos-agent", StringComparison.Ordinal)) { return new(UpdateResult.Refused, "this agent is run by another program, which cannot be replaced"); }
        if (options.UpdateKey is null) { return new(UpdateResult.Refused, "this agent was built without a key to check updates with; set BLOXOS_UPDATE_KEY"); }
        if (RootTrust.Problem(options) is { } distrust) { return new(UpdateResult.Refused, distrust); }
        using var source = new UpdateSource(options, time, chance);
        try
        {
            byte[] json = await source.ReadAsync(UpdateManifest.FileName, ManifestBytes, cancellation);
            byte[] signature = await source.ReadAsync(UpdateManifest.SignatureName, SignatureBytes, cancellation);
            if (UpdateManifest.Read(json, signature, options.UpdateKey) is not { } manifest) { return new(UpdateResult.Refused, "the server's manifest is not signed with the key that this agent trusts"); }
            if (Objection(manifest, version) is { } objection) { return objection; }
            var file = manifest.Files?.FirstOrDefault(f => f.Name == Wanted);
            if (file is not { Size: > 0 and <= ProgramBytes, Sha256.Length: 64 }) { return new(UpdateResult.Refused, $"the server has no {Wanted} of a possible size", manifest.Version); }
            return await FetchAsync(source, file, manifest.Version!, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return new(UpdateResult.Failed, e.Message.Length > 0 ? e.Message : e.GetType().Name); }
        catch (CryptographicException) { return new(UpdateResult.Refused, "the key of BLOXOS_UPDATE_KEY is no P-256 key, or this system has no OpenSSL"); }
    }

    UpdateOutcome? Objection(UpdateManifest manifest, string? wanted)
    {
        string offered = manifest.Version!;
        if (!SemanticVersion.IsValid(offered)) { return new(UpdateResult.Refused, "the server's manifest names no version"); }
        if (wanted is not null && wanted != offered) { return new(UpdateResult.Refused, $"wanted is {wanted}, but the server has {offered}", offered); }
        if (SemanticVersion.IsValid(running) && SemanticVersion.Compare(offered, running) is <= 0 and var order)
        {
            return order == 0 ? new(UpdateResult.UpToDate, $"{running} is what the server has", offered) : new(UpdateResult.Refused, $"the server has {offered}, which is older than {running}", offered);
        }
        return _record.HasFailed(offered) ? new(UpdateResult.Refused, $"{offered} has failed on this rig before and is not tried again", offered) : null;
    }

    async Task<UpdateOutcome> FetchAsync(UpdateSource source, UpdateFile file, string version, CancellationToken cancellation)
    {
        string beside = program + ".new";
        File.Delete(beside);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { create.UnixCreateMode = (UnixFileMode)0b111_101_101; }
        bool whole = false;
        try
        {
            await using var into = new FileStream(beside, create);
            var (length, hash) = await source.ReadAsync(file.Name!, file.Size, into, cancellation);
            whole = length == file.Size && CryptographicOperations.FixedTimeEquals(hash, HashOf(file));
            into.Flush(flushToDisk: true);
        }
        finally
        {
            if (!whole) { File.Delete(beside); }
        }
        if (!whole) { return new(UpdateResult.Refused, $"{file.Name} is not the file that the manifest describes (size or SHA-256)", version); }
        Prepared = new(version, program, beside);
        return new(UpdateResult.Ready, $"{version} is fetched and checked", version);
    }

    static byte[] HashOf(UpdateFile file)
    {
        try { return Convert.FromHexString(file.Sha256!); }
        catch (FormatException) { return []; }
    }
}
