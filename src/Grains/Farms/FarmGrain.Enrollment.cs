using System.Collections.Immutable;
using BloxOs.Grains.Enrollment;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Rigs;

namespace BloxOs.Grains.Farms;

/// <summary>Rigs that join by themselves. The use of a code and the rig's id are one write; the rig is made after it, by a second try if need be.</summary>
internal sealed partial class FarmGrain : IFarmEnrollment
{
    public async Task<EnrollmentMade> MakeCode(int maxUses, TimeSpan lifetime, string byUserId)
    {
        if (!Exists) { return new(ChangeResult.NotFound); }
        var now = time.GetUtcNow();
        state.State.EnrollmentCodes.RemoveAll(code => EnrollmentBook.IsOver(code, now));
        if (EnrollmentBook.WhyNot(maxUses, lifetime, state.State.EnrollmentCodes.Count(code => EnrollmentBook.IsOpen(code, now))) is { } refusal) { return new(ChangeResult.Refused(refusal)); }
        string text = FarmSecret.New(FarmSecret.Enrollment, FarmId);
        var made = new EnrollmentEntry
        {
            CodeId = OpaqueId.New(),
            CodeHash = RigToken.HashOf(text),
            MaxUses = maxUses,
            ByUserId = byUserId,
            CreatedAt = now,
            ExpiresAt = now + lifetime,
        };
        state.State.EnrollmentCodes.Add(made);
        await SaveAsync();
        return new(ChangeResult.Done(), text, made.ToCode());
    }

    public Task<ImmutableArray<EnrollmentCode>> GetCodes()
    {
        var now = time.GetUtcNow();
        return Task.FromResult<ImmutableArray<EnrollmentCode>>(Exists ? [.. state.State.EnrollmentCodes.Where(code => EnrollmentBook.IsOpen(code, now)).Select(code => code.ToCode())] : []);
    }

    public async Task<ChangeResult> RevokeCode(string codeId)
    {
        if (!Exists || state.State.EnrollmentCodes.RemoveAll(code => code.CodeId == codeId) == 0) { return ChangeResult.NotFound; }
        await SaveAsync();
        return ChangeResult.Done();
    }

    public async Task<RigEnrolled?> Enroll(byte[] codeHash, byte[] keyHash, string? hostName)
    {
        var now = time.GetUtcNow();
        if (!Exists || EnrollmentBook.Find(state.State.EnrollmentCodes, codeHash) is not { } code) { return null; }
        string name = EnrollmentBook.NameOf(hostName);
        if (EnrollmentBook.Before(code, keyHash, now) is { } before) { return await EnrollAgain(before.RigId, name); }
        if (!EnrollmentBook.IsOpen(code, now) || state.State.RigIds.Count >= MaxRigs) { return null; }
        string rigId = OpaqueId.New();
        state.State.RigIds.Add(rigId);
        code.Uses.Add(new() { KeyHash = keyHash, RigId = rigId, At = now });
        await SaveAsync();
        return await MakeEnrolled(rigId, name);
    }

    /// <summary>The answer was lost. Once the rig has called with its token nobody gets another one this way.</summary>
    async Task<RigEnrolled?> EnrollAgain(string rigId, string name)
    {
        var rig = GrainFactory.GetGrain<IRigGrain>(rigId);
        if (await rig.GetView() is not { } view)
        {
            if (state.State.RigIds.Add(rigId)) { await SaveAsync(); }   // a crash came before it was made
            return await MakeEnrolled(rigId, name);
        }
        if (view.Reading.LastSeenAt is not null || view.Description.FarmId != FarmId) { return null; }
        return (await rig.ChangeToken(FarmId, RigTokenEnd.Now)).Token is { } token ? new(rigId, view.Description.Name, token) : null;
    }

    async Task<RigEnrolled> MakeEnrolled(string rigId, string name)
    {
        string token = RigToken.New(rigId);
        await GrainFactory.GetGrain<IRigGrain>(rigId).Create(new(FarmId, name, RigToken.HashOf(token)));
        await directory.PutRigAsync(new(rigId, FarmId, name));
        return new(rigId, name, token);
    }
}
