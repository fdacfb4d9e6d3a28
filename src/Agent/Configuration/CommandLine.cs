namespace BloxOs.Agent.Configuration;

/// <summary>Arguments. No setting is taken from them: every user of the machine can read a command line.</summary>
internal static class CommandLine
{
    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ConfigurationException">An argument that is not known, or one that carries a secret.</exception>
    public static AgentTask Parse(IReadOnlyList<string> arguments)
    {
        foreach (string argument in arguments)
        {
            if (argument.Contains("token", StringComparison.OrdinalIgnoreCase))
            {
                throw new ConfigurationException(
                    "A token on the command line is refused, because every user of this machine can read it there. "
                    + "Put it into a file and set BLOXOS_TOKEN_FILE; a token that was typed here should be replaced.");
            }
        }
        return arguments switch
        {
            [] or ["run"] => AgentTask.Run,
            ["enroll"] => AgentTask.Enroll,
            ["status"] => AgentTask.Status,
            ["status", "--json"] or ["--once"] => AgentTask.StatusJson,
            ["doctor"] => AgentTask.Doctor,
            ["version" or "--version"] => AgentTask.Version,
            ["help" or "--help" or "-h"] => AgentTask.Help,
            // The argument itself is not repeated: it may be a secret.
            _ => throw new ConfigurationException(
                "Unknown arguments. Allowed is one of run, enroll, status, status --json, doctor, version, help, or none for run; settings are environment variables (see help)."),
        };
    }

    /// <summary>Text of <c>help</c>.</summary>
    public static string Help =>
        """
        bloxos-agent: reports this rig to a BloxOs server.

          bloxos-agent [run]       connect and report until stopped
          bloxos-agent enroll      join a farm with the enrollment code, keep the token, then exit
          bloxos-agent status      print what the agent sees; needs no server
          bloxos-agent status --json
                                   the same as JSON: the inventory and one sample (also: --once)
          bloxos-agent doctor      say what this rig lacks and how to mend it; changes nothing
          bloxos-agent version     (also: --version)
          bloxos-agent help        (also: --help)

        Settings: environment variables, or KEY=value lines in /etc/bloxos/agent.conf; the environment wins.

          BLOXOS_SERVER      https://host[:port]; http:// only to loopback and private addresses
          BLOXOS_TOKEN_FILE  file that holds the rig's token; wins over BLOXOS_TOKEN
          BLOXOS_TOKEN       the token itself
          BLOXOS_ENROLLMENT_CODE_FILE, BLOXOS_ENROLLMENT_CODE
                             joins a farm: the token that the rig gets is kept in BLOXOS_TOKEN_FILE (/etc/bloxos/token) and used from then on
          BLOXOS_SERVER_PIN  base64 of SHA-256 of the server's public key (SubjectPublicKeyInfo): trust only that key
          BLOXOS_NVIDIA_SMI  whole command in place of "nvidia-smi -q -x", for example: cat /tmp/capture.xml
          BLOXOS_NVML_LIBRARY  another libnvidia-ml.so.1, by path
          BLOXOS_STATE_DIRECTORY
                             what has to outlive the process: samples not sent yet, what the server wants; /var/lib/bloxos-agent
          BLOXOS_MINERS_DIRECTORY
                             where miners are installed, nothing else is started as one; /opt/bloxos/miners
          BLOXOS_MINER_USER  user that miners run as, with systemd and an agent that runs as root
          BLOXOS_REBOOT_COMMAND, BLOXOS_SHUTDOWN_COMMAND
                             whole commands in place of the system's own
          BLOXOS_RECOVERY, BLOXOS_RECOVERY_REBOOTS, BLOXOS_HEAT_CORE, BLOXOS_HEAT_MEMORY, BLOXOS_DRIVER_RELOAD_COMMAND
                             how the rig helps itself: docs/recovery.md
          BLOXOS_UPDATE_KEY  base64 of the public key that updates are signed with, in place of the one that was built in
          BLOXOS_CONFIG      another path for the file (environment only)

        Exit status: 0 done or stopped as asked, 1 not joined, or something that is needed is missing (doctor), 2 wrong settings.
        """;
}
