using BloxOs.Data.Audit;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Rigs;
using BloxOs.Silo.Secrets;
using BloxOs.Web.Access;
using BloxOs.Web.Audit;

namespace BloxOs.Web.Commands;

/// <summary>Changes what rigs are to do, for pages and API: written down first, then handed to the rig's grain.</summary>
internal sealed class WorkDesk(IGrainFactory grains, IAuditTrail audit, PoolPasswords passwords)
{
    /// <summary>Saves what the rig of this call is to do.</summary>
    /// <param name="http">The call; the gate has let it in.</param>
    /// <param name="before">What it was to do, as it was read.</param>
    /// <param name="wanted">What it is to do; its revision is that of <paramref name="before"/>.</param>
    /// <exception cref="AuditUnavailableException">It could not be written down; nothing was done.</exception>
    public async Task<ChangeResult> SaveAsync(HttpContext http, WantedWork before, WantedWork wanted)
    {
        if (await RefusalAsync(http, wanted) is { } wrong) { return ChangeResult.Refused(wrong); }
        var granted = http.Granted();
        var changes = WorkChanges.Of(before, wanted);
        if (changes.Count == 0) { return ChangeResult.Done(before.Revision); }
        var draft = new AuditDraft("rig.work") { FarmId = granted.FarmId, RigId = granted.Rig!.RigId, Target = granted.Rig.Description.Name, Changes = changes, Brief = WorkChanges.Brief(before, wanted) };
        return await audit.DoAsync(
            http, draft, () => grains.GetGrain<IRigGrain>(granted.Rig.RigId).ChangeWanted(granted.FarmId, wanted with { ChangedBy = granted.Caller.Name }), Pages.ChangeText.Refusal);
    }

    /// <summary>Why a rig may not be told to do this; null when it may. A refusal is written down.</summary>
    /// <param name="http">The call; the gate has let it in.</param>
    /// <param name="wanted">What the rig is to do.</param>
    /// <exception cref="AuditUnavailableException">It could not be written down.</exception>
    public async Task<string?> RefusalAsync(HttpContext http, WantedWork wanted)
    {
        try { WantedRules.Check(wanted); }
        catch (ArgumentException wrong)
        {
            var granted = http.Granted();
            await audit.WriteAsync(http, new("rig.work.failed") { FarmId = granted.FarmId, RigId = granted.Rig!.RigId, Target = granted.Rig.Description.Name, Changes = [new("reason", null, wrong.Message)] });
            return wrong.Message;
        }
        return null;
    }

    /// <summary>Money goes another way than before: some miner has a pool, an account there or its password that no miner of this rig had.</summary>
    public static bool HasNewPools(WantedWork before, WantedWork after) => Pools(after).Except(Pools(before)).Any();

    static IEnumerable<WantedPool> Pools(WantedWork work) => (work.Miners ?? []).SelectMany(static m => m.Algorithms).SelectMany(static a => a.Pools);

    /// <summary>The password as it is stored.</summary>
    /// <param name="typed">In clear; null keeps the one that is there, empty takes it away.</param>
    /// <param name="kept">The one that is there, as it is stored.</param>
    /// <exception cref="ArgumentException">It is too long.</exception>
    public string? Seal(string? typed, string? kept)
    {
        if (typed is null) { return kept; }
        if (typed.Length == 0) { return null; }
        if (typed.Length > PoolPasswords.MaxLength || typed.Any(char.IsControl)) { throw new ArgumentException($"A password at a pool has at most {PoolPasswords.MaxLength} characters, without line breaks."); }
        return passwords.Seal(typed);
    }

    /// <summary>The stored password of the same pool of the same miner, as the same person there; null when there is none, or when what was only sent over TLS would go out in clear.</summary>
    public static string? KeptPassword(WantedWork before, string miner, string algorithm, string host, int port, bool tls, string user) => (before.Miners ?? [])
        .Where(m => m.Name == miner).SelectMany(static m => m.Algorithms).Where(a => a.Algorithm == algorithm).SelectMany(static a => a.Pools)
        .FirstOrDefault(p => p.Host == host && p.Port == port && p.User == user && (tls || !p.Tls))?.SealedPassword;
}
