using BloxOs.Data.Audit;
using BloxOs.Data.History;
using BloxOs.Data.Timeline;
using BloxOs.Grains.Commands;
using BloxOs.Grains.Farms;
using BloxOs.Grains.Keys;
using BloxOs.Grains.Mail;
using BloxOs.Grains.Rigs;
using BloxOs.Grains.Users;
using BloxOs.Web.Access;
using BloxOs.Web.Secrets;

namespace BloxOs.Web.Api;

/// <summary>An example of each body in the document. They are objects, not texts, so that they cannot fall behind the shapes.</summary>
internal static class ApiExamples
{
    const string FarmId = "q3xk7mzd2vbtp5hwsn6ylr4caa", RigId = "b7ndw2qkx5tzm4vhp3slyr6cae", KeyId = "m5tzx3kwq7vbd2nhp6sly4rcaa", UserId = "h2vbt6nqx4kzm7wdp5slyr3cai";
    const string Algorithm = "kawpow";

    static readonly DateTimeOffset s_at = new(2026, 11, 22, 20, 15, 0, TimeSpan.Zero);

    static readonly KeyAnswer s_key = new(KeyId, "grafana", KeyScope.Read, [FarmId], s_at, null, s_at, false);

    static readonly RigEntry s_rig = new(
        RigId, FarmId, "oak-07", ["garage"], RigStatus.Mining, s_at, s_at, s_at, "oak-07", "0.1.0", 1, 1, 218.5, false,
        [new("t-rex", "0.26.8", Algorithm, "RVN", "stratum+ssl://pool.example:3443", 31_400_000, 4_294_967_296, 86_400, new(412, 1, 0, 0))]);

    static readonly GpuAnswer s_gpu = new(
        0, "0000:0a:00.0", "GPU-7d5c1f2e", "nvidia", "NVIDIA GeForce RTX 3070", 8_589_934_592, "94.04.3a.40.1c", "550.54", null, 58, null, 74, 60, 100, 1_155, 6_800, 118.5, 130,
        false, true, 3, 1, 0, 0, null);

    static readonly AuditLineAnswer s_line = new(
        4_711, s_at, new(AuditActorKind.Session, UserId, "Mara Lindqvist"), "192.168.1.20", "Firefox", "rig.settings", FarmId, RigId, null, "oak-07",
        [new("name", "oak-07", "oak-08")], "9f2c1f0e6b7d4a3c8e5f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f");

    static readonly RigEventAnswer s_event = new("4711", s_at, "gpu-lost", "GPU lost", TimelineSeverity.Error, "GPU 3 0000:05:00.0", null, "fell off the bus", null);

    static readonly InviteAnswer s_invite = new(KeyId, FarmLevel.Operator, "jon@example.org", UserId, s_at, s_at.AddDays(7));

    static readonly AccountInviteAnswer s_accountInvite = new(KeyId, UserRole.User, "jon@example.org", UserId, s_at, s_at.AddDays(7));

    static readonly FarmEntry s_farm = new(FarmId, "Garage North", FarmLevel.Owner);

    static readonly HeatBandValue s_heat = new("3080", new(60, 70, 80), new(80, 90, 100), new(90, 100, 106), 60, new(98.5m, 96, 94));

    static readonly CommandView s_command = new(
        "k3vbt6nqx4kzm7wdp5slyr3cai", CommandKind.RestartMiner, "main", null, CommandPhase.Ok, "Mara Lindqvist", s_at, s_at.AddMinutes(10), s_at, s_at.AddSeconds(1), s_at.AddSeconds(3), "main: done", false, false);

    static readonly DesiredAnswer s_desired = new(
        4, [new("main", "t-rex", null, true, [new(Algorithm, "RVN", [new("pool.example", 3443, true, "RWalletOfMara", "oak-07", true)])], [], null, ["--no-color"], null)], false,
        new(true, 3, null, 85, null), "Mara Lindqvist", s_at, 4, false, null, null, [new("main", "t-rex", MinerPhase.Running, null, 0, null)]);

    static readonly Dictionary<Type, object> s_examples = new object[]
    {
        new ApiProblem("urn:bloxos:problem:not-found", "Not found", 404, "There is nothing here, or nothing that this caller may see.", "0HNQ7A1V2B3C4:00000001"),
        new MeAnswer(UserId, "grafana", UserRole.User, CallerKind.ApiKey, FarmLevel.Viewer, [FarmId]),
        new TokenInput("mara@example.org", "correct horse battery staple"),
        new TokenAnswer("eyJhbGciOiJIUzI1NiIs…", "Bearer", 900, "bxt_h2vbt6nqx4kzm7wdp5slyr3cai_…", "h2vbt6nqx4kzm7wdp5slyr3cai"),
        new RevokeInput("bxt_h2vbt6nqx4kzm7wdp5slyr3cai_…"),
        s_key,
        new KeyMadeAnswer(s_key, "bxk_m5tzx3kwq7vbd2nhp6sly4rcaa_…"),
        new KeyInput("grafana", KeyScope.Read, [FarmId], s_at.AddYears(1)),
        new ApiPage<KeyAnswer>([s_key], null),
        s_farm,
        new ApiPage<FarmEntry>([s_farm], null),
        new FarmAnswer(FarmId, "Garage North", FarmLevel.Owner, 0.31m, "EUR", "Europe/Berlin", ["home"], [s_heat], new(12, 11, 10, 72, 66, 9_140, false, [new(Algorithm, 10, 1_884_000_000)])),
        new FarmInput("Garage South", 0.31m, "EUR", "Europe/Berlin", ["home"]),
        new FarmPatchInput(Name: "Garage South", Heat: [s_heat]),
        new MemberAnswer(UserId, "Jon Ek", FarmLevel.Operator),
        new ApiPage<MemberAnswer>([new(UserId, "Jon Ek", FarmLevel.Operator)], null),
        new LevelInput(FarmLevel.Manager),
        new InviteInput(FarmLevel.Operator, "jon@example.org", 7),
        s_invite,
        new ApiPage<InviteAnswer>([s_invite], null),
        new InviteMadeAnswer(s_invite, "/invites/bxi_…", true),
        s_rig,
        new ApiPage<RigEntry>([s_rig], null),
        s_gpu,
        new RigAnswer(s_rig, "Ubuntu 24.04.1 LTS", "6.8.0-45-generic", "AMD Ryzen 5 3600", 12, 8_589_934_592, "ASRock H110 Pro BTC+", 41_875_931_136, false, true, 172_800, s_at, [s_gpu]),
        new RigInput("oak-08"),
        new RigTokenAnswer(RigId, "bxr_b7ndw2qkx5tzm4vhp3slyr6cae_…"),
        new RigNewTokenAnswer(RigId, "bxr_b7ndw2qkx5tzm4vhp3slyr6cae_…", s_at.AddDays(1)),
        new RigPatchInput("oak-08", ["garage", "north"]),
        new MoveInput(FarmId),
        new TokenChangeInput(RigTokenEnd.Now),
        s_command,
        s_desired,
        new DesiredInput([new("main", "t-rex", [new(Algorithm, [new("pool.example", 3443, "RWalletOfMara", true, "oak-07", "x")], "RVN")], Arguments: ["--no-color"])], false, new(RebootsInSixHours: 3, StopCoreCelsius: 85)),
        new ApiPage<CommandView>([s_command], null),
        new CommandInput(CommandKind.RestartMiner, "main", ExpiresInSeconds: 600),
        new ApiPage<UserListEntry>([new(UserId, "mara@example.org", "Mara Lindqvist")], null),
        new UserAnswer(UserId, "mara@example.org", "Mara Lindqvist", UserRole.Admin, false, true, 2, 1, s_at, s_at),
        new UserPatchInput(UserRole.Monitor),
        new PasswordLinkAnswer("/reset/bxl_…", s_at.AddHours(1)),
        new AccountInviteInput(UserRole.User, "jon@example.org"),
        s_accountInvite,
        new ApiPage<AccountInviteAnswer>([s_accountInvite], null),
        new AccountInviteMadeAnswer(s_accountInvite, "/register?invite=bxl_…", true),
        new MailAnswer("mail.example.org", 587, MailSecurity.StartTls, "bloxos", MaskedSecret.Mask, "bloxos@example.org", "https://rigs.example.org", false),
        new MailInput("mail.example.org", 587, "bloxos@example.org", MailSecurity.StartTls, "bloxos", "correct horse battery staple", "https://rigs.example.org"),
        new MailTestAnswer(true, null),
        s_event,
        new HistoryDocument(HistoryResolution.FiveMinutes, 300, [1_795_378_500_000, 1_795_378_800_000],
            [new(HistoryMetric.Hashrate, "H/s", null, null, 0, Algorithm, [359_000_000, null], [340_000_000, null], [361_500_000, null])], s_at.AddDays(-2)),
        new ApiPage<RigEventAnswer>([s_event], "1764446400123.4711"),
        s_line,
        new ApiPage<AuditLineAnswer>([s_line], null),
    }.ToDictionary(static one => one.GetType());

    /// <summary>An example of this type; null when there is none.</summary>
    public static object? Of(Type type) => s_examples.GetValueOrDefault(type);
}
