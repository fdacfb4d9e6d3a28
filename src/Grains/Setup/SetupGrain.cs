using System.Security.Cryptography;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Users;

namespace BloxOs.Grains.Setup;

/// <summary>Issues and checks the set-up code, and makes the owner inside one turn, so that two posts cannot both do it.</summary>
[GrainType("setup")]
internal sealed class SetupGrain([PersistentState("setup")] IPersistentState<SetupState> state, TimeProvider time) : Grain, ISetupGrain
{
    const int MaxWrongTries = 10;
    static readonly TimeSpan s_codeLife = TimeSpan.FromHours(1);

    SetupState State => state.State;

    bool HasLiveCode => State.CodeHash is not null && State.WrongTries < MaxWrongTries && time.GetUtcNow() < State.CodeExpiresAt;

    public async Task<SetupStatus> Status()
    {
        var open = State.ClosedAt is null;
        if (!open && !State.OwnerIsAdmin) { await MakeOwnerAdmin(); }
        return new() { Open = open, HasLiveCode = open && HasLiveCode };
    }

    public async Task<SetupCode?> IssueCode()
    {
        if (State.ClosedAt is not null) { return null; }
        var code = SetupCodeText.New();
        State.CodeHash = SetupCodeText.Hash(code);
        State.CodeExpiresAt = time.GetUtcNow() + s_codeLife;
        State.WrongTries = 0;
        await Save();
        return new(code, State.CodeExpiresAt);
    }

    public async Task<SetupOutcome> CheckCode(string code)
    {
        if (State.ClosedAt is not null) { return SetupOutcome.Closed; }
        if (!HasLiveCode) { return SetupOutcome.NoLiveCode; }
        if (SetupCodeText.Hash(code) is { } hash && CryptographicOperations.FixedTimeEquals(hash, State.CodeHash)) { return SetupOutcome.Done; }

        State.WrongTries++;
        await Save();
        return HasLiveCode ? SetupOutcome.WrongCode : SetupOutcome.NoLiveCode;
    }

    public async Task<OwnerResult> CreateOwner(OwnerRequest request)
    {
        if (await CheckCode(request.Code) is not SetupOutcome.Done and var refused) { return new(refused); }

        await TakeUpOrBegin();
        var user = GrainFactory.GetGrain<IUserGrain>(State.OwnerUserId!);
        if (await user.Create(Account(request)) is not UserOutcome.Done) { return new(SetupOutcome.EmailTaken); }
        await GrainFactory.GetGrain<IFarmGrain>(State.OwnerFarmId!).Create(request.FarmName, State.OwnerUserId!);
        await user.AddFarm(State.OwnerFarmId!);
        await Users.NoteAdmin(State.OwnerUserId!);

        State.OwnerIsAdmin = true;
        State.CodeHash = null;
        State.ClosedAt = time.GetUtcNow();
        await Save();
        return new(SetupOutcome.Done, State.OwnerUserId, State.OwnerFarmId);
    }

    /// <summary>The ids of the owner-to-be. What an earlier try left behind under them goes first.</summary>
    async Task TakeUpOrBegin()
    {
        if (State.OwnerUserId is { } earlier)
        {
            await GrainFactory.GetGrain<IUserGrain>(earlier).Delete();
            return;
        }
        State.OwnerUserId = OpaqueId.New();
        State.OwnerFarmId = OpaqueId.New();
        await Save();
    }

    /// <summary>The owner of a server that is older than the roles.</summary>
    async Task MakeOwnerAdmin()
    {
        await Users.SetRole(State.OwnerUserId!, UserRole.Admin);
        State.OwnerIsAdmin = true;
        await Save();
    }

    IUsersGrain Users => GrainFactory.GetGrain<IUsersGrain>(IUsersGrain.Key);

    UserAccount Account(OwnerRequest request) => new()
    {
        UserId = State.OwnerUserId!,
        Email = request.Email,
        NormalizedEmail = request.NormalizedEmail,
        DisplayName = request.DisplayName,
        PasswordHash = request.PasswordHash,
        SecurityStamp = request.SecurityStamp,
        Role = UserRole.Admin,
    };

    /// <summary>After a failed write memory may differ from the store: the next call reads anew.</summary>
    async Task Save()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
