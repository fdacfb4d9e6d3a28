using System.Diagnostics;

namespace BloxOs.Agent.Tests.Support;

/// <summary>
/// A real systemd as the first process of namespaces of its own, over a throw-away copy of this machine's files: it finds no units but those that are written here, so that nothing of the
/// machine is started, and what it starts ends with it.
/// </summary>
internal sealed class RealSystemd : IAsyncDisposable
{
    // $1: a folder that is shared with the machine; $2: the script that the one service runs; $3: where the programs under test lie, perhaps below /tmp.
    const string Setup = """
        set -eu
        base="$1/ns"; root="$base/m"; group=/sys/fs/cgroup/unified; [ -d $group ] || group=/sys/fs/cgroup
        mkdir -p "$group/bloxos-test-$$"; echo $$ > "$group/bloxos-test-$$/cgroup.procs"
        exec unshare --cgroup --mount --pid --fork --uts --ipc --kill-child=KILL sh -c '
          set -eu
          base="$1/ns"; root="$base/m"
          mount --make-rprivate /
          mkdir -p "$base"; mount -t tmpfs tmpfs "$base"; mkdir "$base/u" "$base/w" "$root"
          mount -t overlay overlay -o "lowerdir=/,upperdir=$base/u,workdir=$base/w" "$root"
          mount -t proc proc "$root/proc"; mount --rbind /dev "$root/dev"; mount -t sysfs -o ro sysfs "$root/sys"; mount -t cgroup2 none "$root/sys/fs/cgroup"
          mount -t tmpfs -o mode=755 tmpfs "$root/run"; mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
          mkdir -p "$root/units" "$root$1"; mount --bind "$1" "$root$1"; mkdir -p "$root$3"; mount --bind "$3" "$root$3"
          for target in sysinit basic shutdown; do printf "[Unit]\nDefaultDependencies=no\n" > "$root/units/$target.target"; done
          printf "[Unit]\nDefaultDependencies=no\nWants=job.service\n" > "$root/units/job.target"
          printf "[Unit]\nDefaultDependencies=no\n[Service]\nKillMode=process\nExecStart=/bin/sh %s\nStandardOutput=append:%s/job.log\nStandardError=append:%s/job.log\n" "$2" "$1" "$1" > "$root/units/job.service"
          exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_UNIT_PATH=/units:/run/systemd/transient SYSTEMD_GENERATOR_PATH=/nonexistent \
            chroot "$root" /lib/systemd/systemd --system --unit=job.target --log-target=console --log-level=info --show-status=0
        ' sh "$1" "$2" "$3"
        """;

    // Containers are often refused one of these.
    const string Probe = """
        set -e
        group=/sys/fs/cgroup/unified; [ -d $group ] || group=/sys/fs/cgroup
        mkdir "$group/bloxos-probe-$$"; rmdir "$group/bloxos-probe-$$"
        exec unshare --cgroup --mount --pid --fork --uts --ipc sh -ec '
          mount --make-rprivate /; mount -t tmpfs tmpfs /mnt; mkdir /mnt/u /mnt/w /mnt/m
          mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/u,workdir=/mnt/w /mnt/m; mount -t sysfs -o ro sysfs /mnt/m/sys; mount -t cgroup2 none /mnt/m/sys/fs/cgroup
        '
        """;

    readonly Process _process;
    readonly List<string> _console = [];

    /// <summary>Boots it; its one service runs the script.</summary>
    public RealSystemd(string folder, string script)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in (string[])["-c", Setup, "sh", folder, script, AppContext.BaseDirectory.TrimEnd('/')]) { start.ArgumentList.Add(word); }
        _process = Process.Start(start)!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Why this machine cannot run one; null when it can.</summary>
    public static string? Lacks()
    {
        if (Environment.UserName != "root") { return "only root can make the namespaces in which systemd runs"; }
        if (!File.Exists("/lib/systemd/systemd") || !File.Exists("/usr/bin/systemd-run")) { return "no systemd on this machine"; }
        if (!File.ReadAllText("/proc/filesystems").Contains("overlay", StringComparison.Ordinal)) { return "no overlay file system on this machine"; }
        if (!Directory.Exists("/sys/fs/cgroup/unified") && !File.Exists("/sys/fs/cgroup/cgroup.procs")) { return "no second version of control groups on this machine"; }
        using var probe = Process.Start("/bin/sh", ["-c", Probe]);
        probe.WaitForExit();
        return probe.ExitCode == 0 ? null : "this machine does not allow the namespaces and mounts that a systemd needs";
    }

    public string Console { get { lock (_console) { return string.Join('\n', _console); } } }

    public bool HasExited => _process.HasExited;

    void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_console) { _console.Add(line.Data ?? ""); }
    }

    public async ValueTask DisposeAsync()
    {
        // The first process of the namespace dies with the one that made it, and all others with that.
        if (!_process.HasExited) { _process.Kill(); }
        await _process.WaitForExitAsync(CancellationToken.None);
        string group = $"/sys/fs/cgroup/unified/bloxos-test-{_process.Id}";
        if (!Directory.Exists(group)) { group = $"/sys/fs/cgroup/bloxos-test-{_process.Id}"; }
        using (var remove = Process.Start("/bin/sh", ["-c", $"for i in 1 2 3 4 5 6 7 8 9; do find {group} -depth -type d -exec rmdir {{}} + 2>/dev/null; [ -d {group} ] || exit 0; sleep 0.2; done"])) { await remove.WaitForExitAsync(CancellationToken.None); }
        _process.Dispose();
    }
}
