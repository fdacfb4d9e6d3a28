using BloxOs.Silo.Secrets;
using BloxOs.TestServers;

namespace BloxOs.Silo.Tests.Secrets;

public sealed class PoolPasswordTests : IDisposable
{
    readonly TempDirectory _directory = new();

    [Fact]
    public void A_password_opens_with_its_master_key_only()
    {
        using var passwords = new PoolPasswords(MasterKey.Create(_directory.File("master.key")));
        string closed = passwords.Seal("hunter2 ä");
        Assert.NotEqual(closed, passwords.Seal("hunter2 ä"));
        Assert.DoesNotContain("hunter2", closed, StringComparison.Ordinal);
        Assert.Equal("hunter2 ä", passwords.Open(closed));

        using var others = new PoolPasswords(MasterKey.Create(_directory.File("other.key")));
        Assert.Null(others.Open(closed));
        for (int i = 0; i < closed.Length; i++)
        {
            char[] changed = closed.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            if (passwords.Open(new(changed)) is { } opened) { Assert.Equal("hunter2 ä", opened); }   // unused bits of the last character
        }
        Assert.All((string[])["", "x", "!!!", closed[..10]], text => Assert.Null(passwords.Open(text)));
    }

    public void Dispose() => _directory.Dispose();
}
