using BloxOs.TestServers;

namespace BloxOs.Deploy.Tests;

/// <summary>
/// A minimal Debian in a directory: what <c>debootstrap</c> makes, with curl in it. Kept as an archive in the temporary directory, so that it is made once. It shares
/// the network with this machine, has no systemd, and goes away with the test.
/// </summary>
internal sealed class Chroot : IDisposable
{
    readonly TempDirectory _folder = new("bloxos-chroot-");

    Chroot() { }

    public string Path => _folder.File("root");

    /// <summary>Makes one.</summary>
    /// <param name="packages">What is in it beside the minimum; each set has an archive of its own.</param>
    public static async Task<Chroot> CreateAsync(string packages = "curl")
    {
        var chroot = new Chroot();
        string name = packages == "curl" ? "minbase" : packages.Replace(',', '-');
        // Unpacked and run as root, so not below /tmp, where anybody may put a file of that name first.
        string folder = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "bloxos-tests");
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string archive = System.IO.Path.Combine(folder, $"bloxos-chroot-{name}.tar");
        string made = chroot._folder.File("made");
        if (!File.Exists(archive))
        {
            await CheckedAsync("sh", "-c", $". /etc/os-release && debootstrap --variant=minbase --include={packages} \"$VERSION_CODENAME\" '{made}' && tar -C '{made}' --exclude=./proc/* --exclude=./sys/* --exclude=./var/cache/apt/archives/*.deb -cf '{made}.tar' . && mv '{made}.tar' '{archive}'");
        }
        Directory.CreateDirectory(chroot.Path);
        await CheckedAsync("tar", "-C", chroot.Path, "-xf", archive);
        return chroot;
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
        var (code, output) = await RunAsync("cd / && find . -xdev \\( -path ./proc -o -path ./sys -o -path ./tmp -o -path ./dev -o -path './var/lib/bloxos-agent/*' -o -path './root/*' -o -path './var/log/*' \\) -prune -o \\( -type f -printf '%p %m %u ' -exec sh -c 'sha256sum < \"$1\"' sh {} \\; \\) -o -printf '%p %m %u\\n'");
        Assert.True(code == 0, output);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
    }

    static async Task CheckedAsync(string program, params string[] arguments)
    {
        var (code, output) = await AgentBuilds.ToolAsync(program, arguments);
        Assert.True(code == 0, $"{program}: {output[Math.Max(0, output.Length - 2000)..]}");
    }

    public void Dispose() => _folder.Dispose();
}
