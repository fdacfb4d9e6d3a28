// The benchmarks start Linux binaries and read /proc.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
