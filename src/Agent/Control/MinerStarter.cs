using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using BloxOs.Agent.Native;
using BloxOs.Catalog.Miners.Launching;
using BloxOs.Protocol;

namespace BloxOs.Agent.Control;

/// <summary>Starts one instance, or finds it running.</summary>
/// <param name="parts">What instances work with.</param>
/// <param name="output">Its output.</param>
internal sealed class MinerStarter(MinerParts parts, MinerOutput output)
{
    const string TokenCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";
    const int TokenLength = 32;

    /// <summary>The record of what runs already: what an earlier agent left of this instance.</summary>
    public MinerRecord Adopt(MinerRecord record, DesiredMiner? wanted)
    {
        // Another boot: the process is gone, and that is nobody's fault.
        if (record.Process is { } old && old.BootId != parts.Table.BootId) { record = record with { Process = null }; }
        if (record.Process is { } process && !process.Runs(parts.Table)) { return record; }
        if (record.Process is null && Stray(record, wanted) is { } stray) { record = record with { Process = stray }; }
        if (record.Process is not { } running) { return record; }
        if (wanted is not null) { output.Secrets = SecretsOf(wanted, record); }
        output.Adopt();
        parts.Keeper.Ensure();
        parts.Log.Info($"miner {record.Name}: runs already, process {running.Id}");
        return record;
    }

    /// <summary>The record with a port on loopback that nobody uses, and a token.</summary>
    public static MinerRecord WithApi(MinerRecord record) => record with
    {
        ApiPort = record.ApiPort > 0 && IsFree(record.ApiPort) ? record.ApiPort : FreePort(),
        ApiToken = record.ApiToken ?? RandomNumberGenerator.GetString(TokenCharacters, TokenLength),
    };

    /// <summary>Starts it now.</summary>
    /// <exception cref="LaunchException">It cannot be started.</exception>
    /// <exception cref="IOException">Its files cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public async Task<MinerProcess> StartAsync(DesiredMiner wanted, MinerRecord record, CancellationToken cancellation)
    {
        var plan = parts.Planner.Plan(wanted, record);
        Directory.CreateDirectory(Path.GetDirectoryName(plan.Output)!);
        Directory.CreateDirectory(plan.WorkDirectory);
        Give(plan.WorkDirectory);
        if (plan.Command.ConfigFile is { } file) { WriteConfig(file); }
        output.Begin();
        parts.Keeper.Ensure();
        return await parts.Launcher.StartAsync(record.Name, plan, cancellation);
    }

    /// <summary>What must not be shown.</summary>
    public static IReadOnlyList<string> SecretsOf(DesiredMiner wanted, MinerRecord record) =>
        LogText.Secrets((wanted.Algorithms ?? []).SelectMany(a => a.Pools ?? []).Select(p => p.Password).Append(record.ApiToken));

    /// <summary>
    /// A miner of this name that the records do not know: the disk was full or lost when it was started. Two on the same cards would be worse than a restart.
    /// </summary>
    MinerProcess? Stray(MinerRecord record, DesiredMiner? wanted)
    {
        var found = parts.Table.LeadersWith($"{MinerPlaces.OwnerVariable}={parts.Places.StateDirectory}")
            .Where(e => parts.Table.Has(e.Id, $"{MinerPlaces.NameVariable}={record.Name}")).OrderBy(e => e.StartTicks).ToList();
        if (found.Count == 0) { return null; }
        string digest = wanted is null ? "" : LaunchDigest.Of(wanted, record);
        // Without the port of its API it could not be read.
        bool known = record.ApiPort > 0 && parts.Table.Has(found[0].Id, $"{MinerPlaces.LaunchVariable}={digest}");
        foreach (var further in found.Skip(1)) { Libc.Kill(-further.Id, Libc.SignalKill); }
        return new(found[0].Id, found[0].StartTicks, parts.Table.BootId, known ? digest : "", null);
    }

    void WriteConfig(MinerConfigFile file) => DurableFile.Write(file.Path, Encoding.UTF8.GetBytes(file.Content), Other);

    /// <summary>Who the miners run as, where that is not the agent's own user.</summary>
    MinerUser? Other => parts.User is { } user && user.Id != Libc.EffectiveUser() ? user : null;

    void Give(string path)
    {
        if (Other is { } user && !Libc.GiveTo(path, user.Id, user.Group)) { throw new LaunchException($"{path} cannot be given to {user.Name}"); }
    }

    static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException) { return false; }
    }

    static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
