using BloxOs.TestServers;

namespace BloxOs.Agent.Tests.Support;

/// <summary>Programs in place of a vendor's tool.</summary>
internal static class Scripts
{
    /// <summary>Writes a script of /bin/sh and returns its path.</summary>
    public static string Script(this TempDirectory directory, string name, string body)
    {
        string path = directory.Write(name, "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
