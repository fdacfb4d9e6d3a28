using BloxOs.Agent.Machine;
using BloxOs.Agent.Native;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Machine;

/// <summary>What root runs must be root's; another user plays root where the tests do not run as root.</summary>
public sealed class RootTrustTests : IDisposable
{
    readonly TempDirectory _folder = new();

    [Fact]
    public void Own_files_that_nobody_else_may_write_are_trusted_and_what_is_not_there_too()
    {
        string program = _folder.Write("bloxos-agent", "");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Null(RootTrust.Problem([program, _folder.Path, "/nowhere/at/all"], Libc.EffectiveUser()));
    }

    [Fact]
    public void A_program_of_another_user_is_not()
    {
        string program = _folder.Write("bloxos-agent", "");
        string? problem = RootTrust.Problem([program], Libc.EffectiveUser() + 1);
        Assert.Contains($"{program} belongs to user number {Libc.EffectiveUser()}", problem);
        Assert.Contains($"chown -R root:root {program}", problem);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_folder_that_others_may_write_is_not(UnixFileMode more)
    {
        File.SetUnixFileMode(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | more);
        Assert.Contains("chmod go-w", RootTrust.Problem([_folder.Path], Libc.EffectiveUser()));
    }

    public void Dispose() => _folder.Dispose();
}
