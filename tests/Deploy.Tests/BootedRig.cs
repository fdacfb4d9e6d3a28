using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>A <see cref="Chroot"/> in which systemd was booted, in namespaces of its own. Everything of it ends with the test.</summary>
internal sealed class BootedRig : IAsyncDisposable
{
    const string Boot = """
        set -e
        root=$1
        mount --make-rprivate /
        mount --bind "$root" "$root"
        mount -t proc proc "$root/proc"
        mount --rbind /sys "$root/sys"
        mount -t tmpfs tmpfs "$root/run"
        mount --bind /dev "$root/dev"
        if [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
          mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
          mkdir "$root/sys/fs/cgroup/systemd"
          mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
        else
          mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
        fi
        cd "$root"
        exec chroot . /usr/bin/env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=basic.target --show-status=no --log-target=null
        """;

    static readonly TimeSpan BootTime = TimeSpan.FromMinutes(2);

    readonly Chroot _chroot;
    readonly ChildProcess _unshare;
    readonly string _init;

    BootedRig(Chroot chroot, ChildProcess unshare, string init) => (_chroot, _unshare, _init) = (chroot, unshare, init);

    /// <summary>Boots one; null where this machine does not let systemd come up.</summary>
    public static async Task<BootedRig?> StartAsync()
    {
        var chroot = await Chroot.CreateAsync(withSystemd: true);
        var unshare = await ChildProcess.StartAsync("unshare", ["--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--cgroup", "sh", "-c", Boot, "sh", chroot.Path]);
        for (long begun = Environment.TickCount64; Environment.TickCount64 - begun < BootTime.TotalMilliseconds && !unshare.HasExited;)
        {
            // The first process inside is the only child.
            string children = $"/proc/{unshare.Id}/task/{unshare.Id}/children";
            string init = File.Exists(children) ? (await File.ReadAllTextAsync(children)).Trim() : "";
            var rig = new BootedRig(chroot, unshare, init);
            if (init.Length > 0 && (await rig.RunAsync("systemctl is-system-running")).Output.Trim() is "running" or "degraded") { return rig; }
            await Task.Delay(200);
        }
        await unshare.DisposeAsync();
        chroot.Dispose();
        return null;
    }

    /// <summary>Runs a script of sh inside, as root.</summary>
    public Task<(int Code, string Output)> RunAsync(string script) => AgentBuilds.ToolAsync(
        "nsenter", "--target", _init, "--mount", "--pid", "--uts", "--ipc", "--cgroup", "--root", "--wd", "env", "-i", "PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "sh", "-c", script);

    public async ValueTask DisposeAsync()
    {
        await _unshare.DisposeAsync();
        _chroot.Dispose();
    }
}
