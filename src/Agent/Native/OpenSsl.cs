using System.Runtime.InteropServices;

namespace BloxOs.Agent.Native;

/// <summary>The system's OpenSSL, which the runtime takes its cryptography from. Where there is none it ends the process at the first use, without a word of ours.</summary>
internal static class OpenSsl
{
    /// <summary>What is wrong where it is missing.</summary>
    public const string Problem = "OpenSSL is missing: without it no server can be reached";

    /// <summary>What a person can do.</summary>
    public const string Remedy = "install the package libssl3 (Debian 12, Ubuntu 22.04 and newer), libssl1.1 (older ones) or openssl-libs";

    // As the runtime looks for it.
    static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.4"];

    /// <summary>There is one that the runtime can load.</summary>
    public static bool IsThere { get; } = Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE") is not null || Array.Exists(Names, n => NativeLibrary.TryLoad(n, out _));
}
