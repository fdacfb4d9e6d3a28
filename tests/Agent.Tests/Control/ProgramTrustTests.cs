using BloxOs.Agent.Configuration;
using BloxOs.Agent.Control;
using BloxOs.Agent.Doctor;
using BloxOs.Agent.Native;
using BloxOs.Agent.Tests.Support;
using BloxOs.Catalog.Miners;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Control;

/// <summary>What an agent with root's rights starts. Where the tests are not root themselves, their user plays him.</summary>
public sealed class ProgramTrustTests : IDisposable
{
    const uint Nobody = 65534;
    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const UnixFileMode All = (UnixFileMode)0b111_111_111;

    readonly TempDirectory _folder = new();
    readonly string _program;

    public ProgramTrustTests()
    {
        _program = new ScriptedMiner(_folder.File("miners")).Program;
        Directory.CreateDirectory(_folder.File("state"), Own);
    }

    public void Dispose() => _folder.Dispose();

    ProgramTrust Trust(MinerUser? miners = null) => new(_folder.File("state"), miners);

    string Resolve(MinerUser? miners = null) => new MinerPrograms(_folder.File("miners"), Trust(miners)).Resolve(MinerCatalog.Find(ScriptedMiner.Wanted().Miner!)!, null);

    string Refused(MinerUser? miners = null) => Assert.Throws<LaunchException>(() => Resolve(miners)).Message;

    [Fact, Trait("check", "43")]
    public void Own_programs_in_own_folders_are_started()
    {
        Assert.Equal(Libc.RealPath(_program), Resolve());
        Assert.Equal(Libc.RealPath(_program), Resolve(new("nobody", Nobody, Nobody)));
    }

    [Fact, Trait("check", "43")]
    public void A_folder_above_that_others_may_write_is_refused_unless_it_is_sticky()
    {
        string folder = Path.GetDirectoryName(_program)!;
        File.SetUnixFileMode(folder, All);
        Assert.Contains($"other users may write {Libc.RealPath(folder)}", Refused(), StringComparison.Ordinal);
        Assert.Contains("chmod go-w", Refused(new("nobody", Nobody, Nobody)), StringComparison.Ordinal);
        File.SetUnixFileMode(folder, All | UnixFileMode.StickyBit);
        Assert.NotNull(Resolve());
        File.SetUnixFileMode(folder, Own);
        File.SetUnixFileMode(_program, All);
        Assert.Contains("chmod o-w", Refused(), StringComparison.Ordinal);
    }

    [Fact, Trait("check", "43")]
    public void Nothing_is_started_while_others_may_write_the_agents_own_state()
    {
        File.SetUnixFileMode(_folder.File("state"), All);
        Assert.Contains($"other users may write {_folder.File("state")}", Refused(), StringComparison.Ordinal);
    }

    [Fact, Trait("check", "43")]
    public void A_program_of_another_user_is_started_as_that_user_alone()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "giving a file away needs root");
        Assert.True(Libc.GiveTo(_program, Nobody, Nobody));
        Assert.Contains($"belongs to user number {Nobody}", Refused(), StringComparison.Ordinal);
        Assert.Contains("have it run as root", Refused(), StringComparison.Ordinal);
        Assert.Contains("have it run as other", Refused(new("other", 4711, 4711)), StringComparison.Ordinal);
        Assert.NotNull(Resolve(new("nobody", Nobody, Nobody)));
        Assert.True(Libc.GiveTo(_program, 0, 0));
        Assert.NotNull(Resolve());
        Assert.True(Libc.GiveTo(Path.GetDirectoryName(_program)!, Nobody, Nobody));
        Assert.Contains($"belongs to user number {Nobody}", Refused(), StringComparison.Ordinal);
        Assert.True(Libc.GiveTo(Path.GetDirectoryName(_program)!, 0, 0));
        Assert.True(Libc.GiveTo(_program, 0, Nobody));
        File.SetUnixFileMode(_program, Own | UnixFileMode.GroupWrite);
        Assert.Contains("chmod go-w", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_doctor_names_the_first_one()
    {
        var programs = new MinerPrograms(_folder.File("miners"), Trust());
        Assert.Null(programs.Problem());
        File.SetUnixFileMode(Path.GetDirectoryName(_program)!, All);
        string problem = programs.Problem()!;
        Assert.Null(new MinerPrograms(_folder.File("miners")).Problem());   // an agent that is not root
        var context = new DoctorContext { Options = new AgentOptions { MinersDirectory = _folder.File("miners") }, Time = TimeProvider.System, ProgramProblem = problem };
        var finding = Assert.Single(MinerCheck.Examine(context), f => f.Check == "miner programs");
        Assert.Equal(CheckState.Warning, finding.State);
        Assert.Contains("other users may write", finding.Text, StringComparison.Ordinal);
        Assert.StartsWith("chmod go-w ", finding.Fix, StringComparison.Ordinal);
    }
}
