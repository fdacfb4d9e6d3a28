using System.Net.Sockets;
using BloxOs.Agent.Native;
using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Native;

/// <summary>Removing a folder of a less trusted user: the test plays him and swaps names at the worst moments.</summary>
public sealed class FolderRemovalTests : IDisposable
{
    readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    string Outside => _folder.File("outside");

    string Inside => _folder.File("miners/gpu");

    /// <summary>A folder with files and folders in it, and one outside with something precious.</summary>
    void Make()
    {
        _folder.Write("outside/precious", "keep");
        _folder.Write("outside/deep/precious", "keep");
        _folder.Write("miners/gpu/config.json", "{}");
        _folder.Write("miners/gpu/logs/one", "1");
        _folder.Write("miners/gpu/logs/old/two", "2");
        _folder.Write("miners/other/config.json", "{}");
    }

    void AssertOutsideIsWhole() => Assert.Equal(["keep", "keep"], new[] { "outside/precious", "outside/deep/precious" }.Select(f => File.ReadAllText(_folder.File(f))));

    [Fact, Trait("check", "43")]
    public void Everything_in_it_goes_and_links_go_without_what_they_lead_to()
    {
        Make();
        Directory.CreateSymbolicLink(Inside + "/link", Outside);
        File.CreateSymbolicLink(Inside + "/logs/file", Outside + "/precious");
        File.CreateSymbolicLink(Inside + "/logs/nowhere", "/nowhere/at/all");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Inside + "/socket"));
        File.WriteAllText(Path.Combine(Inside, "name with\nbreak and ü"), "");
        Assert.True(new FolderRemoval().Remove(Inside));
        Assert.False(Path.Exists(Inside));
        Assert.True(File.Exists(_folder.File("miners/other/config.json")));
        AssertOutsideIsWhole();
    }

    /// <summary>Each name in turn becomes a link to the outside between two of root's steps.</summary>
    [Theory, Trait("check", "43")]
    [InlineData("gpu", false), InlineData("gpu", true), InlineData("logs", false), InlineData("logs", true), InlineData("old", false), InlineData("old", true)]
    [InlineData("config.json", false), InlineData("two", false)]
    public void A_folder_that_becomes_a_link_in_the_middle_leads_nowhere(string name, bool opened)
    {
        Make();
        bool swapped = false;
        void Swap(string met, bool isOpen)
        {
            if (met != name || isOpen != opened || swapped) { return; }
            swapped = true;
            string path = name == "gpu" ? Inside : Directory.GetFileSystemEntries(Inside, name, SearchOption.AllDirectories).Single();
            if (File.Exists(path)) { File.Delete(path); }
            else { Directory.Move(path, _folder.File("moved")); }
            Directory.CreateSymbolicLink(path, Outside);
        }
        new FolderRemoval { Met = Swap }.Remove(Inside);
        Assert.True(swapped);
        AssertOutsideIsWhole();
        Assert.True(File.Exists(_folder.File("miners/other/config.json")));
        // When he is gone, so is the rest.
        Assert.True(new FolderRemoval().Remove(Inside));
        Assert.False(Path.Exists(Inside));
        AssertOutsideIsWhole();
    }

    [Fact]
    public void A_link_in_place_of_the_folder_itself_is_all_that_goes()
    {
        Make();
        Directory.Delete(Inside, recursive: true);
        Directory.CreateSymbolicLink(Inside, Outside);
        Assert.True(new FolderRemoval().Remove(Inside));
        Assert.False(Path.Exists(Inside));
        AssertOutsideIsWhole();
    }

    [Fact]
    public void What_is_not_there_is_gone() => Assert.True(new FolderRemoval().Remove(_folder.File("no/such/folder")));

    [Fact]
    public void It_goes_no_deeper_and_no_longer_than_it_may()
    {
        _folder.Write("deep/1/2/3/4/file", "");
        Assert.False(new FolderRemoval(maximumDepth: 3).Remove(_folder.File("deep")));
        Assert.True(File.Exists(_folder.File("deep/1/2/3/4/file")));
        for (int i = 0; i < 300; i++) { _folder.Write($"wide/{i}", ""); }
        Assert.False(new FolderRemoval(maximumEntries: 100).Remove(_folder.File("wide")));
        Assert.InRange(Directory.GetFiles(_folder.File("wide")).Length, 200, 299);
        Assert.True(new FolderRemoval().Remove(_folder.File("wide")));
        Assert.True(new FolderRemoval().Remove(_folder.File("deep")));
    }

    /// <summary>Whoever adds files faster than they go does not keep root busy for ever.</summary>
    [Fact]
    public void What_is_added_all_the_time_is_left_in_the_end()
    {
        Make();
        int added = 0;
        var removal = new FolderRemoval { Met = (_, opened) => { if (!opened) { File.WriteAllText(Path.Combine(Inside, $"new-{added++}"), ""); } } };
        Assert.False(removal.Remove(Inside));
        Assert.InRange(added, 5, 1000);
    }
}
