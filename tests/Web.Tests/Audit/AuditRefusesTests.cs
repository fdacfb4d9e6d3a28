using System.Net;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Identity;
using BloxOs.Grains.Invites;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Tests.Accounts;
using BloxOs.Web.Tests.Api;

namespace BloxOs.Web.Tests.Audit;

/// <summary>With an audit log that fails, whatever is relevant for security is answered with 503 and not done.</summary>
[Trait("check", "44")]
public sealed class AuditRefusesTests
{
    const string Jon = "jon@example.org";

    [Fact]
    public async Task Changes_by_programs_are_refused_and_leave_all_as_it_was()
    {
        var log = new SwitchedLog();
        await using var host = await ApiHost.StartAsync(unlimited: true, log.Hooks);
        using var owner = await host.SignedInAsync();
        var tokens = await host.TokensAsync();
        string jon = await JoinAsync(host.Accounts, host.OwnerId), farm = $"/api/v1/farms/{host.FarmId}";
        string rig = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak")).RigId;
        string second = (await (await owner.PostAsync("/api/v1/farms", """{"name":"Attic"}""")).JsonAsync()).GetProperty("id").GetString()!;
        var invite = (await host.Grains.GetGrain<IFarmInvites>(host.FarmId).Invite(new(FarmLevel.Viewer, null, TimeSpan.FromDays(1), host.OwnerId))).Invite!;
        var key = await host.MakeKeyAsync(host.OwnerId, KeyScope.Read);
        string before = await StateAsync(host, jon, rig);

        log.Fails = true;
        (string Method, string Path, string? Body)[] changes =
        [
            ("POST", "/api/v1/farms", """{"name":"Shed"}"""), ("PATCH", farm, """{"name":"Other"}"""), ("DELETE", $"{farm}?name=Garage%20North", null),
            ("POST", $"{farm}/invites", """{"level":"owner"}"""), ("DELETE", $"{farm}/invites/{invite.InviteId}", null),
            ("PATCH", $"{farm}/members/{jon}", """{"level":"owner"}"""), ("DELETE", $"{farm}/members/{jon}", null),
            ("POST", $"{farm}/rigs", """{"name":"fir"}"""), ("PATCH", $"/api/v1/rigs/{rig}", """{"name":"elm"}"""), ("POST", $"/api/v1/rigs/{rig}/move", $$"""{"farmId":"{{second}}"}"""),
            ("POST", $"/api/v1/rigs/{rig}/token", """{"oldToken":"now"}"""), ("DELETE", $"/api/v1/rigs/{rig}", null),
            ("POST", $"/api/v1/rigs/{rig}/commands", """{"kind":"reboot"}"""), ("PUT", $"/api/v1/rigs/{rig}/desired", """{"maintenance":true}"""),
            ("POST", "/api/v1/keys", """{"name":"k","scope":"manage"}"""), ("DELETE", $"/api/v1/keys/{key.Key!.KeyId}", null),
            ("PATCH", $"/api/v1/users/{jon}", """{"role":"admin"}"""),
            ("POST", "/api/v1/auth/token", $$"""{"email":"{{Jon}}","password":"{{AccountsHost.Password}}"}"""),
            ("POST", "/api/v1/auth/token", $$"""{"refreshToken":"{{tokens.GetProperty("refreshToken").GetString()}}"}"""),
        ];
        foreach (var (method, path, body) in changes)
        {
            using var answer = await owner.CallAsync(new(method), path, body, ("Idempotency-Key", "once"));
            Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{method} {path}: {answer.StatusCode}");
        }
        log.Fails = false;
        Assert.Equal(before, await StateAsync(host, jon, rig));
        // What was not done may be tried again: the refresh token was not used up, nor was the Idempotency-Key.
        using var refreshed = await owner.PostAsync("/api/v1/auth/token", $$"""{"refreshToken":"{{tokens.GetProperty("refreshToken").GetString()}}"}""");
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
        using var made = await owner.CallAsync(HttpMethod.Post, "/api/v1/farms", """{"name":"Shed"}""", ("Idempotency-Key", "once"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    [Fact]
    public async Task Changes_by_people_are_refused_and_leave_all_as_it_was()
    {
        var log = new SwitchedLog();
        await using var host = await ApiHost.StartAsync(unlimited: true, log.Hooks);
        string jon = await JoinAsync(host.Accounts, host.OwnerId), farm = $"/farms/{host.FarmId}";
        string rig = (await host.Grains.GetGrain<IFarmGrain>(host.FarmId).AddRig("oak")).RigId;
        var made = await host.Grains.GetGrain<IFarmInvites>(host.FarmId).Invite(new(FarmLevel.Owner, null, TimeSpan.FromDays(1), host.OwnerId));
        using var owner = host.Accounts.Browse();
        using var guest = host.Accounts.Browse();
        await owner.SignInAsync(AccountsHost.Email, AccountsHost.Password);
        await guest.SignInAsync(Jon, AccountsHost.Password);
        string before = await StateAsync(host, jon, rig);

        log.Fails = true;
        (Browser Who, string Path, (string, string)[] Fields)[] changes =
        [
            (owner, $"{farm}/people?handler=Invite", [("level", "Owner"), ("days", "7")]), (owner, $"{farm}/people?handler=Revoke", [("inviteId", made.Invite!.InviteId)]),
            (owner, $"{farm}/people?handler=Level", [("userId", jon), ("level", "Owner")]), (owner, $"{farm}/people?handler=Remove", [("userId", jon)]),
            (owner, $"{farm}/people?handler=Transfer", [("userId", jon)]), (guest, $"{farm}/people?handler=Leave", []),
            (guest, $"/invites/{made.Token}", []), (owner, $"{farm}/enrollment", [("uses", "1"), ("minutes", "10")]),
            (owner, $"{farm}/settings?handler=Delete", [("typedName", "Garage North")]), (owner, $"/rigs/{rig}/settings?handler=Delete", [("sure", "true")]), (owner, $"/rigs/{rig}/settings?handler=Token", []),
            (owner, $"/admin/users/{jon}?handler=Role", [("role", "Admin")]), (owner, $"/admin/users/{jon}?handler=Disabled", [("disabled", "true")]), (owner, $"/admin/users/{jon}?handler=Delete", [("typedEmail", Jon), ("typed", Jon), ("email", Jon)]),
        ];
        foreach (var (who, path, fields) in changes)
        {
            using var answer = await who.SubmitAsync("/form", path, fields);
            Assert.True(answer.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path}: {answer.StatusCode}");
        }
        log.Fails = false;
        Assert.Equal(before, await StateAsync(host, jon, rig));
    }

    /// <summary>Another person who looks at the owner's farm.</summary>
    static async Task<string> JoinAsync(AccountsHost host, string ownerId)
    {
        string jon = await host.AddPersonAsync(Jon);
        var invites = host.Grains.GetGrain<IFarmInvites>(host.FarmId);
        var made = await invites.Invite(new(FarmLevel.Viewer, null, TimeSpan.FromDays(1), ownerId));
        await invites.AcceptInvite(FarmSecret.Parse(FarmSecret.Invite, made.Token)!.Hash, jon, Jon);
        return jon;
    }

    /// <summary>All that the changes are about.</summary>
    static async Task<string> StateAsync(ApiHost host, string jon, string rig)
    {
        var (farm, invites) = (host.Grains.GetGrain<IFarmGrain>(host.FarmId), host.Grains.GetGrain<IFarmInvites>(host.FarmId));
        var (settings, about, user) = ((await farm.GetSettings())!, (await host.Grains.GetGrain<IRigGrain>(rig).GetView())!.Description, (await host.Grains.GetGrain<IUserGrain>(jon).Find())!);
        var keys = await host.Grains.GetGrain<IUserKeysGrain>(host.OwnerId).GetKeys();
        return string.Join('\n',
        [
            $"{settings.Name} {settings.Version}", string.Join(' ', await farm.GetMembers()), string.Join(' ', (await invites.GetInvites()).Select(i => i.InviteId)),
            $"{about.Name} {about.FarmId} {about.Version} {about.NewTokenUntil}", $"{user.Role} {user.LockoutEnd} {user.SecurityStamp}", string.Join(' ', keys.Select(k => k.KeyId)),
            string.Join(' ', (await farm.GetView())!.Rigs.Select(r => r.RigId)), $"{(await host.Grains.GetGrain<IUserGrain>(host.OwnerId).GetFarms()).Length} farms",
            (await host.Grains.GetGrain<IRigGrain>(rig).GetOrders()) is { } orders ? $"{orders.Commands.Length} commands, {orders.Wanted.Revision}" : "",
            $"{(await host.Grains.GetGrain<Grains.Enrollment.IFarmEnrollment>(host.FarmId).GetCodes()).Length} codes",
        ]);
    }
}
