using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>
/// A minimal Debian in a directory: what <c>debootstrap</c> makes, with curl in it. Kept as an archive in the temporary directory, so that it is made once. It shares
/// the network with this machine, has no systemd, and goes away with the test.
/// </summary>
internal sealed class Chroot : IDisposable
{
    /// <summary>What nobody reads there, half of its bytes: each test unpacks a system of its own, and some compare all of its files.</summary>
    const string Unread = "--exclude=./proc/* --exclude=./sys/* --exclude=./var/cache/apt/archives/*.deb --exclude=./var/cache/apt/*.bin --exclude=./var/lib/apt/lists/* --exclude=./usr/share/locale/* --exclude=./usr/share/doc/* --exclude=./usr/share/man/* --exclude=./usr/share/info/*";

    // Unpacked and run as root, so not below /tmp, where anybody may put a file of that name first.
    static readonly string s_archives = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "bloxos-tests");
    static readonly Lazy<Task<string>> s_bare = new(() => Task.Run(() => ArchiveAsync("minbase", MakeBareAsync)));
    static readonly Lazy<Task<string>> s_withSystemd = new(() => Task.Run(() => ArchiveAsync("systemd", MakeWithSystemdAsync)));

    readonly TempDirectory _folder = new("bloxos-chroot-");

    Chroot() { }

    public string Path => _folder.File("root");

    /// <summary>Makes one.</summary>
    /// <param name="withSystemd">With systemd and what belongs to it, which do not run by themselves.</param>
    public static async Task<Chroot> CreateAsync(bool withSystemd = false)
    {
        string archive = await (withSystemd ? s_withSystemd : s_bare).Value;
        var chroot = new Chroot();
        Directory.CreateDirectory(chroot.Path);
        await CheckedAsync("tar", "-C", chroot.Path, "-xf", archive);
        return chroot;
    }

    static async Task<string> ArchiveAsync(string name, Func<string, Task> makeAsync)
    {
        Directory.CreateDirectory(s_archives, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string archive = System.IO.Path.Combine(s_archives, $"bloxos-chroot-{name}-lean.tar");
        if (File.Exists(archive)) { return archive; }
        using var folder = new TempDirectory("bloxos-chroot-");
        string made = folder.File("made");
        await makeAsync(made);
        await CheckedAsync("sh", "-c", $"tar -C '{made}' {Unread} -cf '{archive}.{Environment.ProcessId}' . && mv '{archive}.{Environment.ProcessId}' '{archive}'");
        return archive;
    }

    static Task MakeBareAsync(string into) =>
        CheckedAsync("sh", "-c", $". /etc/os-release && debootstrap --variant=minbase --include=curl \"$VERSION_CODENAME\" '{into}'");

    /// <summary>The bare one with more in it, which takes half the time of another one from the start.</summary>
    static async Task MakeWithSystemdAsync(string into)
    {
        using var bare = await CreateAsync();
        var (code, output) = await bare.RunAsync("export DEBIAN_FRONTEND=noninteractive && apt-get update -q && apt-get install -q -y --no-install-recommends dbus procps systemd systemd-sysv");
        Assert.True(code == 0, output[Math.Max(0, output.Length - 2000)..]);
        Directory.Move(bare.Path, into);
    }

    /// <summary>Runs a script of sh inside, with /proc there while it runs; it sees its own processes only, which end with it.</summary>
    public Task<(int Code, string Output)> RunAsync(string script) =>
        AgentBuilds.ToolAsync("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", $"mount -t proc proc '{Path}/proc' && exec chroot '{Path}' /bin/sh -c \"$1\"", "sh", script);

    /// <summary>Starts a program inside that runs on; it ends with the test.</summary>
    public Task<ChildProcess> StartAsync(string script) =>
        ChildProcess.StartAsync("unshare", ["--mount", "sh", "-c", $"mount -t proc proc '{Path}/proc' && exec chroot '{Path}' /bin/sh -c \"$1\"", "sh", script]);

    /// <summary>A file inside.</summary>
    public string At(string path) => Path + path;

    /// <summary>Every file with mode, owner and content, apart from the agent's own state and what the package tools note for themselves.</summary>
    public async Task<string[]> ListAsync()
    {
        const string Find = "find . -xdev \\( -path ./proc -o -path ./sys -o -path ./tmp -o -path ./dev -o -path './var/lib/bloxos-agent/*' -o -path './root/*' -o -path './var/log/*' \\) -prune -o";
        var (code, output) = await RunAsync($"cd / && {Find} -printf '%p %m %u\\n' && {Find} -type f -print0 | xargs -0 sha256sum");
        Assert.True(code == 0, output);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(NameFirst).Order(StringComparer.Ordinal)];

        // sha256sum tells the sum first.
        static string NameFirst(string line) => line.StartsWith('.') ? line : $"{line[66..]} {line[..64]}";
    }

    static async Task CheckedAsync(string program, params string[] arguments)
    {
        var (code, output) = await AgentBuilds.ToolAsync(program, arguments);
        Assert.True(code == 0, $"{program}: {output[Math.Max(0, output.Length - 2000)..]}");
    }

    public void Dispose() => _folder.Dispose();
}
