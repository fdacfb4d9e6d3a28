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
        # Every boot has an id of its own, as on a machine; the kernel's would be that of the machine that tests.
        cat /proc/sys/kernel/random/uuid > "$root/run/boot-id"
        mount --bind "$root/run/boot-id" "$root/proc/sys/kernel/random/boot_id"
        if [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
          mount -t tmpfs -o mode=755 tmpfs "$root/sys/fs/cgroup"
          mkdir "$root/sys/fs/cgroup/systemd"
          mount -t cgroup -o none,name=systemd cgroup "$root/sys/fs/cgroup/systemd"
        else
          mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
        fi
        # What systemd mounts anew for a sandbox (/proc/sys) shows the machine's own again.
        mkdir -p "$root/etc/systemd/system/bloxos-agent.service.d"
        printf '[Service]\nBindReadOnlyPaths=/run/boot-id:/proc/sys/kernel/random/boot_id\n' > "$root/etc/systemd/system/bloxos-agent.service.d/boot-id.conf"
        ln -sfn /dev/null "$root/etc/systemd/system/getty.target"   # no login on this machine's console
        cd "$root"
        exec chroot . /usr/bin/env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=multi-user.target --show-status=no --log-target=null
        """;

    static readonly TimeSpan BootTime = TimeSpan.FromMinutes(2);

    readonly Chroot _chroot;
    ChildProcess _unshare;
    string _init = "";

    BootedRig(Chroot chroot, ChildProcess unshare) => (_chroot, _unshare) = (chroot, unshare);

    /// <summary>Boots one; null where this machine does not let systemd come up.</summary>
    public static async Task<BootedRig?> StartAsync()
    {
        var chroot = await Chroot.CreateAsync(withSystemd: true);
        var rig = new BootedRig(chroot, await BootAsync(chroot));
        if (await rig.IsUpAsync()) { return rig; }
        await rig.DisposeAsync();
        return null;
    }

    /// <summary>Waits until the rig goes down by itself, and tells how: what the kernel ends the first process of such a system with when it asks for a reboot, or to be switched off.</summary>
    public async Task<Ending> GoesDownAsync(CancellationToken cancellation)
    {
        await _unshare.WaitForExitAsync(cancellation);
        return _unshare.ExitCode switch { 128 + 1 => Ending.Reboot, 128 + 2 => Ending.PowerOff, _ => Ending.Other };
    }

    /// <summary>After it went down: boots the same system once more.</summary>
    public async Task BootAgainAsync()
    {
        await _unshare.DisposeAsync();
        _unshare = await BootAsync(_chroot);
        Assert.True(await IsUpAsync(), "the rig does not boot again");
    }

    static Task<ChildProcess> BootAsync(Chroot chroot) =>
        ChildProcess.StartAsync("unshare", ["--mount", "--pid", "--fork", "--kill-child", "--uts", "--ipc", "--cgroup", "sh", "-c", Boot, "sh", chroot.Path]);

    async Task<bool> IsUpAsync()
    {
        for (long begun = Environment.TickCount64; Environment.TickCount64 - begun < BootTime.TotalMilliseconds && !_unshare.HasExited;)
        {
            // The first process inside is the only child.
            string children = $"/proc/{_unshare.Id}/task/{_unshare.Id}/children";
            _init = File.Exists(children) ? (await File.ReadAllTextAsync(children)).Trim() : "";
            if (_init.Length > 0 && (await RunAsync("systemctl is-system-running")).Output.Trim() is "running" or "degraded") { return true; }
            await Task.Delay(200);
        }
        return false;
    }

    /// <summary>Runs a script of sh inside, as root.</summary>
    public Task<(int Code, string Output)> RunAsync(string script) => AgentBuilds.ToolAsync(
        "nsenter", "--target", _init, "--mount", "--pid", "--uts", "--ipc", "--cgroup", "--root", "--wd", "env", "-i", "PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin", "sh", "-c", script);

    /// <summary>How a rig went down.</summary>
    public enum Ending
    {
        /// <summary>Not by its own word.</summary>
        Other,

        /// <summary>To boot anew.</summary>
        Reboot,

        /// <summary>To stay off.</summary>
        PowerOff,
    }

    public async ValueTask DisposeAsync()
    {
        await _unshare.DisposeAsync();
        _chroot.Dispose();
    }
}
