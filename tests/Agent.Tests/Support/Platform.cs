// The agent is for Linux rigs, and its tests run scripts and read file modes.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
