namespace BloxOs.Web.Tests.Access;

/// <summary>
/// What everything that can be called is expected to need, written by hand and beside the code: whoever adds a page handler, an operation or a hub
/// method adds its row. <see cref="AccessMatrixTests"/> fails on a route without a row and on a row without a route.
/// </summary>
internal static class AccessTable
{
    /// <summary>Need by route: of pages with "?handler=" where a handler has a name, of hubs with the method.</summary>
    public static IReadOnlyDictionary<string, Need> Rows { get; } = Read(
        """
        api GET /api/v1/me | signed in
        api POST /api/v1/auth/token | anybody
        api POST /api/v1/auth/revoke | anybody
        api GET /api/v1/keys | signed in
        api GET /api/v1/keys/{keyId} | signed in
        api POST /api/v1/keys | signed in, fresh
        api DELETE /api/v1/keys/{keyId} | signed in
        api GET /api/v1/audit | signed in
        api GET /api/v1/users | admin
        api GET /api/v1/users/{userId} | admin
        api PATCH /api/v1/users/{userId} | admin, fresh
        api DELETE /api/v1/users/{userId} | admin, fresh
        api DELETE /api/v1/users/{userId}/sessions | admin, fresh
        api POST /api/v1/users/{userId}/password-link | admin, fresh
        api GET /api/v1/account-invites | admin
        api POST /api/v1/account-invites | admin, fresh
        api DELETE /api/v1/account-invites/{accountInviteId} | admin
        api GET /api/v1/mail | admin
        api PUT /api/v1/mail | admin, fresh
        api DELETE /api/v1/mail | admin, fresh
        api POST /api/v1/mail/test | admin, fresh
        api GET /api/v1/farms | signed in
        api POST /api/v1/farms | signed in
        api GET /api/v1/farms/{farmId} | farm viewer
        api PATCH /api/v1/farms/{farmId} | farm manager
        api DELETE /api/v1/farms/{farmId} | farm owner
        api GET /api/v1/farms/{farmId}/invites | farm owner
        api POST /api/v1/farms/{farmId}/invites | farm owner
        api DELETE /api/v1/farms/{farmId}/invites/{inviteId} | farm owner
        api GET /api/v1/farms/{farmId}/members | farm viewer
        api GET /api/v1/farms/{farmId}/members/{userId} | farm viewer
        api PATCH /api/v1/farms/{farmId}/members/{userId} | farm owner
        api DELETE /api/v1/farms/{farmId}/members/{userId} | farm viewer
        api POST /api/v1/farms/{farmId}/rigs | farm manager
        api POST /api/v1/farms/{farmId}/commands | farm operator
        api GET /api/v1/rigs | signed in
        api GET /api/v1/rigs/{rigId} | rig viewer
        api PATCH /api/v1/rigs/{rigId} | rig manager
        api DELETE /api/v1/rigs/{rigId} | rig manager
        api POST /api/v1/rigs/{rigId}/move | rig manager
        api POST /api/v1/rigs/{rigId}/token | rig manager
        api GET /api/v1/rigs/{rigId}/commands | rig viewer
        api POST /api/v1/rigs/{rigId}/commands | rig operator
        api GET /api/v1/rigs/{rigId}/commands/{commandId} | rig viewer
        api DELETE /api/v1/rigs/{rigId}/commands/{commandId} | rig operator
        api GET /api/v1/rigs/{rigId}/history | rig viewer
        api GET /api/v1/farms/{farmId}/history | farm viewer
        api GET /api/v1/rigs/{rigId}/events | rig viewer
        api GET /api/v1/rigs/{rigId}/desired | rig operator
        api PUT /api/v1/rigs/{rigId}/desired | rig manager

        end GET /openapi/{documentName:regex(^v1$)}.json | signed in
        end POST /sign-out | signed in
        end GET /healthz/live | anybody
        end GET /healthz/ready | anybody
        end GET /healthz/startup | anybody
        end GET /metrics | anybody

        hub CatchUp | signed in
        hub Show | signed in
        hub WatchFarm | farm viewer
        hub WatchRig | rig viewer

        page GET / | signed in
        page GET /?handler=List | signed in
        page GET /api | signed in
        page GET /audit | signed in
        page GET /audit?handler=List | signed in
        page GET /audit?handler=Csv | signed in
        page GET /audit?handler=Json | signed in
        page GET /setup | anybody
        page POST /setup?handler=Code | anybody
        page POST /setup?handler=Owner | anybody
        page GET /offline | anybody
        page GET /welcome | anybody
        page GET /sign-in | anybody
        page POST /sign-in | anybody
        page GET /sign-in/code | anybody
        page POST /sign-in/code | anybody
        page GET /register | anybody
        page POST /register | anybody
        page GET /forgot | anybody
        page POST /forgot | anybody
        page GET /reset/{token} | anybody
        page POST /reset/{token} | anybody
        page GET /invites/{token} | anybody
        page POST /invites/{token} | signed in
        page GET /account | signed in
        page POST /account | signed in
        page POST /account?handler=Look | signed in
        page GET /account/delete | signed in
        page POST /account/delete | signed in
        page GET /confirm-email/{token} | anybody
        page POST /confirm-email/{token} | anybody
        page GET /account/confirm | signed in
        page POST /account/confirm | signed in
        page GET /account/email | signed in, fresh
        page POST /account/email | signed in, fresh
        page GET /account/password | signed in
        page POST /account/password | signed in
        page GET /account/second-factor | signed in, fresh
        page GET /account/second-factor?handler=Picture | signed in, fresh
        page POST /account/second-factor?handler=Start | signed in, fresh
        page POST /account/second-factor?handler=On | signed in, fresh
        page POST /account/second-factor?handler=Off | signed in, fresh
        page POST /account/second-factor?handler=Codes | signed in, fresh
        page GET /account/sessions | signed in
        page POST /account/sessions?handler=End | signed in
        page POST /account/sessions?handler=Others | signed in
        page POST /account/sessions?handler=Everywhere | signed in
        page GET /account/keys | signed in
        page POST /account/keys?handler=Revoke | signed in
        page GET /account/keys/new | signed in, fresh
        page POST /account/keys/new | signed in, fresh
        page GET /admin/users | admin
        page GET /admin/jobs | admin
        page POST /admin/jobs?handler=Believe | admin
        page GET /admin/mail | admin, fresh
        page POST /admin/mail | admin, fresh
        page POST /admin/mail?handler=Remove | admin, fresh
        page POST /admin/mail?handler=Test | admin, fresh
        page GET /admin/users/invites | admin
        page POST /admin/users/invites | admin
        page GET /admin/users/invite | admin, fresh
        page POST /admin/users/invite | admin, fresh
        page GET /admin/users/{userId} | admin, fresh
        page POST /admin/users/{userId}?handler=Delete | admin, fresh
        page POST /admin/users/{userId}?handler=Disabled | admin, fresh
        page POST /admin/users/{userId}?handler=End | admin, fresh
        page POST /admin/users/{userId}?handler=ResetLink | admin, fresh
        page POST /admin/users/{userId}?handler=Role | admin, fresh
        page POST /admin/users/{userId}?handler=SecondFactor | admin, fresh
        page GET /farms/new | signed in
        page POST /farms/new | signed in
        page GET /farms/{farmId} | farm viewer
        page GET /farms/{farmId}?handler=Ids | farm viewer
        page GET /farms/{farmId}?handler=List | farm viewer
        page GET /farms/{farmId}/charts | farm viewer
        page GET /farms/{farmId}/charts?handler=Data | farm viewer
        page GET /farms/{farmId}/charts?handler=Csv | farm viewer
        page GET /farms/{farmId}/charts?handler=Parts | farm viewer
        page GET /farms/{farmId}?handler=More | farm viewer
        page GET /farms/{farmId}?handler=Spark | farm viewer
        page GET /farms/{farmId}/add-rig | farm manager
        page POST /farms/{farmId}/add-rig | farm manager
        page GET /farms/{farmId}/enrollment | farm manager
        page POST /farms/{farmId}/enrollment | farm manager
        page POST /farms/{farmId}/enrollment?handler=Revoke | farm manager
        page GET /farms/{farmId}/batch | farm operator
        page GET /farms/{farmId}/batch/{id} | farm operator
        page POST /farms/{farmId}/batch | farm operator
        page POST /farms/{farmId}/batch?handler=Delete | farm manager
        page POST /farms/{farmId}/batch?handler=Move | farm manager
        page POST /farms/{farmId}/batch?handler=Order | farm operator
        page POST /farms/{farmId}/batch?handler=Preview | farm manager
        page POST /farms/{farmId}/batch?handler=Rename | farm manager
        page POST /farms/{farmId}/batch?handler=Tags | farm manager
        page GET /farms/{farmId}/heat | farm manager
        page POST /farms/{farmId}/heat | farm manager
        page GET /farms/{farmId}/people | farm viewer
        page POST /farms/{farmId}/people?handler=Invite | farm owner
        page POST /farms/{farmId}/people?handler=Leave | farm viewer
        page POST /farms/{farmId}/people?handler=Level | farm owner
        page POST /farms/{farmId}/people?handler=Remove | farm owner
        page POST /farms/{farmId}/people?handler=Revoke | farm owner
        page POST /farms/{farmId}/people?handler=Transfer | farm owner, fresh
        page GET /farms/{farmId}/views | farm viewer
        page POST /farms/{farmId}/views | farm viewer
        page POST /farms/{farmId}/views?handler=Delete | farm viewer
        page POST /farms/{farmId}/views?handler=Rename | farm viewer
        page GET /farms/{farmId}/wall | farm viewer
        page GET /farms/{farmId}/settings | farm manager
        page POST /farms/{farmId}/settings | farm manager
        page POST /farms/{farmId}/settings?handler=Delete | farm owner, fresh
        page GET /rigs/{rigId} | rig viewer
        page GET /rigs/{rigId}?handler=Activity | rig viewer
        page GET /rigs/{rigId}?handler=List | rig viewer
        page GET /rigs/{rigId}/charts | rig viewer
        page GET /rigs/{rigId}/charts?handler=Data | rig viewer
        page GET /rigs/{rigId}/charts?handler=Csv | rig viewer
        page GET /rigs/{rigId}/charts?handler=Parts | rig viewer
        page GET /rigs/{rigId}/commands | rig viewer
        page GET /rigs/{rigId}/commands?handler=List | rig viewer
        page POST /rigs/{rigId}/commands?handler=Miner | rig operator
        page POST /rigs/{rigId}/commands?handler=Machine | rig manager
        page POST /rigs/{rigId}/commands?handler=Cancel | rig operator
        page POST /rigs/{rigId}/commands?handler=Maintenance | rig manager
        page GET /rigs/{rigId}/confirm | rig manager
        page GET /rigs/{rigId}/miners/{name} | rig viewer
        page GET /rigs/{rigId}/miners/{name}?handler=Lines | rig viewer
        page GET /rigs/{rigId}/work | rig manager
        page POST /rigs/{rigId}/work?handler=Remove | rig manager
        page POST /rigs/{rigId}/work?handler=Leave | rig manager
        page POST /rigs/{rigId}/work?handler=Recovery | rig manager
        page GET /rigs/{rigId}/work/miner | rig manager, fresh
        page POST /rigs/{rigId}/work/miner | rig manager, fresh
        page GET /rigs/{rigId}/settings | rig manager
        page POST /rigs/{rigId}/settings | rig manager
        page POST /rigs/{rigId}/settings?handler=Delete | rig manager
        page POST /rigs/{rigId}/settings?handler=Move | rig manager
        page POST /rigs/{rigId}/settings?handler=Token | rig manager
        """);

    static Dictionary<string, Need> Read(string rows) =>
        rows.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static row => row.Split(" | ")).ToDictionary(static row => row[0].Trim(), static row => Need.Of(row[1].Trim()), StringComparer.Ordinal);
}
