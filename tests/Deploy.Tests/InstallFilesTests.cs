using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>The installer with files of a server that are not the usual ones.</summary>
public sealed class InstallFilesTests(AgentBuilds builds, SharedServer shared) : InstalledRig(builds, shared)
{
    readonly TempDirectory _folder = new();

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }

    /// <summary>A copy, which may be changed; links would not be served.</summary>
    string Copy()
    {
        foreach (string file in Directory.GetFiles(Files)) { File.Copy(file, _folder.File(Path.GetFileName(file))); }
        return _folder.Path;
    }

    [Fact, Trait("check", "43")]
    public async Task A_program_that_is_not_what_the_checksums_say_is_not_installed()
    {
        await using var server = await FilesServer.StartAsync(Copy());
        await File.AppendAllTextAsync(_folder.File("bloxos-agent-linux-x64"), "more", Cancellation);
        var (status, output) = await InstallAsync("bxr_token", server.Url);
        Assert.NotEqual(0, status);
        Assert.Contains("is not what SHA256SUMS says", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Rig.At(Home)));
        Assert.False(File.Exists(Rig.At("/etc/bloxos/agent.conf")));
    }

    [Fact]
    public async Task A_server_without_builds_says_so_and_nothing_is_installed()
    {
        await using var server = await FilesServer.StartAsync(_folder.Path);
        var (status, output) = await InstallAsync("bxr_token", server.Url);
        Assert.NotEqual(0, status);
        Assert.Contains("has no agent builds yet", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Rig.At("/etc/bloxos/agent.conf")));
    }

    /// <summary>Files that were built before the server was brought up to date.</summary>
    [Fact]
    public async Task A_server_whose_files_lack_the_way_to_root_says_so_and_the_rest_is_installed()
    {
        await using var server = await FilesServer.StartAsync(Copy());
        await AgentBuilds.ToolAsync("sh", "-c", $"cd '{_folder.Path}' && rm bloxos-agent-power* && sed -i '/bloxos-agent-power/d' SHA256SUMS");
        var (status, output) = await InstallAsync("bxr_token", server.Url);
        Assert.True(status == 0, output);
        Assert.Contains("lack bloxos-agent-power", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Rig.At(Home)));
        Assert.False(File.Exists(Rig.At("/etc/systemd/system/bloxos-agent-power.socket")));
    }

    [Fact]
    public async Task A_rig_with_an_older_C_library_gets_the_build_that_needs_none_of_it()
    {
        await using var server = await FilesServer.StartAsync(Copy());
        // Not the real one, which CompatBuildTests start: which file is taken is the question.
        string compat = _folder.File("bloxos-agent-linux-x64-compat");
        await File.WriteAllTextAsync(compat, "#!/bin/sh\necho compat\n", Cancellation);
        await AgentBuilds.ToolAsync("sh", "-c", $"cd '{_folder.Path}' && sha256sum bloxos-agent-linux-x64-compat >> SHA256SUMS");
        string ldd = Rig.At("/usr/local/bin/ldd");
        await File.WriteAllTextAsync(ldd, "#!/bin/sh\necho 'ldd (Ubuntu GLIBC 2.31-0ubuntu9.16) 2.31'\n", Cancellation);
        File.SetUnixFileMode(ldd, (UnixFileMode)0b111_101_101);
        var (status, output) = await InstallAsync("bxr_token", server.Url);
        Assert.True(status == 0, output);
        Assert.Equal(await File.ReadAllTextAsync(compat, Cancellation), await File.ReadAllTextAsync(Rig.At(Home), Cancellation));
    }
}
