using System.Security.Cryptography;
using BloxOs.Agent.Tools;
using BloxOs.Agent.Updates;

namespace BloxOs.Agent.Configuration;

/// <summary>Makes <see cref="AgentOptions"/> of the environment and the configuration file; the environment wins key by key.</summary>
/// <param name="environment">The process's environment.</param>
/// <param name="defaultFile">File that is read when it exists and <c>BLOXOS_CONFIG</c> names no other.</param>
internal sealed class AgentOptionsReader(IReadOnlyDictionary<string, string> environment, string defaultFile)
{
    const string Server = "BLOXOS_SERVER", Token = "BLOXOS_TOKEN", TokenFile = "BLOXOS_TOKEN_FILE";
    const string Code = "BLOXOS_ENROLLMENT_CODE", CodeFile = "BLOXOS_ENROLLMENT_CODE_FILE";
    const string Pin = "BLOXOS_SERVER_PIN", NvidiaSmi = "BLOXOS_NVIDIA_SMI", Nvml = "BLOXOS_NVML_LIBRARY", Config = "BLOXOS_CONFIG";
    const string State = "BLOXOS_STATE_DIRECTORY", SystemdState = "STATE_DIRECTORY", UpdateKey = "BLOXOS_UPDATE_KEY";
    const string Miners = "BLOXOS_MINERS_DIRECTORY", MinerUser = "BLOXOS_MINER_USER", Reboot = "BLOXOS_REBOOT_COMMAND", Shutdown = "BLOXOS_SHUTDOWN_COMMAND";
    const int MaximumTokenLength = 512;

    static readonly string[] Keys = [Server, Token, TokenFile, Code, CodeFile, Pin, NvidiaSmi, Nvml, State, Miners, MinerUser, Reboot, Shutdown, UpdateKey, .. LocalRecoveryReader.Keys];

    readonly List<string> _warnings = [];

    /// <summary>Reads and checks everything.</summary>
    /// <param name="needsServer">False for what connects to nothing.</param>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public AgentOptions Read(bool needsServer)
    {
        var (options, values) = ReadLocal();
        return needsServer ? WithSecret(WithServer(options, values), values) : options;
    }

    /// <summary>Reads and checks everything, for an agent that works with what it has: a secret that cannot be had now keeps nobody from mining and from being guarded.</summary>
    /// <exception cref="ConfigurationException">A setting is missing or wrong, and will be until a person changes it.</exception>
    public AgentOptions ReadToRun()
    {
        try { return Read(needsServer: true); }
        catch (SecretException e) { return ReadWithoutToken() with { SecretProblem = e.Message }; }
    }

    /// <summary>Reads and checks everything but the token.</summary>
    /// <exception cref="ConfigurationException">A setting is missing or wrong.</exception>
    public AgentOptions ReadWithoutToken()
    {
        var (options, values) = ReadLocal();
        return WithServer(options, values);
    }

    (AgentOptions Options, Dictionary<string, string> Values) ReadLocal()
    {
        string file = environment.GetValueOrDefault(Config) is { Length: > 0 } given ? given : defaultFile;
        bool present = file != defaultFile || File.Exists(file);
        var values = present ? ConfigurationFile.Read(file, Keys) : [];
        if (values.ContainsKey(Token) || values.ContainsKey(Code)) { WarnIfWorldReadable(file); }
        foreach (var (key, value) in environment)
        {
            if (Keys.Contains(key)) { values[key] = value; }
            else if (key.StartsWith("BLOXOS_", StringComparison.Ordinal) && key is not (Config or UpdateTrial.Variable))
            {
                _warnings.Add($"{key} is not a setting of the agent and is ignored; known: {string.Join(", ", Keys)}.");
            }
        }
        var reading = new AgentOptions
        {
            NvidiaSmi = Command(NvidiaSmi, values.GetValueOrDefault(NvidiaSmi)),
            NvmlLibrary = values.GetValueOrDefault(Nvml) is { Length: > 0 } library ? library : null,
            UpdateKey = KeyOf(values.GetValueOrDefault(UpdateKey)),
            TrialWatcher = int.TryParse(environment.GetValueOrDefault(UpdateTrial.Variable), out int watcher) ? watcher : null,
            Warnings = _warnings,
        };
        var options = WithControl(reading, values);
        if (StateOf(values) is { } state) { options = options with { StateDirectory = state }; }
        return (options, values);
    }

    static AgentOptions WithControl(AgentOptions options, Dictionary<string, string> values)
    {
        if (values.GetValueOrDefault(Miners) is { Length: > 0 } miners)
        {
            if (!Path.IsPathFullyQualified(miners)) { throw new ConfigurationException($"{Miners} is not a full path; allowed: a directory such as /opt/bloxos/miners."); }
            options = options with { MinersDirectory = miners };
        }
        return options with
        {
            MinerUser = values.GetValueOrDefault(MinerUser) is { Length: > 0 } user ? user : null,
            RebootCommand = Command(Reboot, values.GetValueOrDefault(Reboot)),
            ShutdownCommand = Command(Shutdown, values.GetValueOrDefault(Shutdown)),
            Recovery = LocalRecoveryReader.Read(values),
        };
    }

    AgentOptions WithServer(AgentOptions options, Dictionary<string, string> values)
    {
        if (values.GetValueOrDefault(Server) is not { Length: > 0 } url)
        {
            throw new ConfigurationException($"{Server} is missing; set it to https://host[:port] of the BloxOs server.");
        }
        var server = ServerAddress.Parse(url);
        if (server.Plain) { _warnings.Add($"{Server} is plain http: the token travels unencrypted in the local network."); }
        var pin = PinOf(values.GetValueOrDefault(Pin));
        if (pin is not null && server.Plain) { throw new ConfigurationException($"{Pin} needs an https:// address in {Server}."); }
        return options with { Server = server, ServerPin = pin };
    }

    AgentOptions WithSecret(AgentOptions options, Dictionary<string, string> values) =>
        JoinOf(values) is { } join
            ? options with { Join = join }
            : options with { Token = TokenOf(values), TokenFile = values.GetValueOrDefault(TokenFile) is { Length: > 0 } file ? file : null };

    /// <summary>How to join; null when there is a token already, or no code. The token of a rig that has joined wins over the code that it joined with.</summary>
    JoinOptions? JoinOf(Dictionary<string, string> values)
    {
        bool fromFile = values.GetValueOrDefault(CodeFile) is { Length: > 0 };
        if (!fromFile && string.IsNullOrWhiteSpace(values.GetValueOrDefault(Code))) { return null; }
        if (!string.IsNullOrWhiteSpace(values.GetValueOrDefault(Token))) { return null; }
        string tokenFile = values.GetValueOrDefault(TokenFile) is { Length: > 0 } given ? given : Path.Combine(Path.GetDirectoryName(defaultFile) ?? "", "token");
        values[TokenFile] = tokenFile;
        if (File.Exists(tokenFile) && new FileInfo(tokenFile).Length > 0) { return null; }
        string source = fromFile ? $"the file of {CodeFile}" : Code;
        string code = (fromFile ? FileText(CodeFile, values[CodeFile]) : values[Code]).Trim();
        if (fromFile) { WarnIfWorldReadable(values[CodeFile]); }
        return new(CheckSecret(code, source, fromFile), tokenFile);
    }

    string TokenOf(Dictionary<string, string> values)
    {
        string? token = values.GetValueOrDefault(Token);
        string source = Token;
        if (values.GetValueOrDefault(TokenFile) is { Length: > 0 } path)
        {
            if (!string.IsNullOrEmpty(token)) { _warnings.Add($"{Token} and {TokenFile} are both set: the file is used."); }
            token = FileText(TokenFile, path);
            source = $"the file of {TokenFile}";
            WarnIfWorldReadable(path);
        }
        token = token?.Trim();
        if (string.IsNullOrEmpty(token))
        {
            if (source != Token) { throw new SecretException($"{source} is empty."); }
            throw new ConfigurationException($"The token is missing; set {TokenFile} to a file that holds it, or {Token}, or {Code} to join a farm.");
        }
        return CheckSecret(token, source, source != Token);
    }

    static string CheckSecret(string text, string source, bool fromFile)
    {
        string? wrong = text.Length == 0 ? $"{source} is empty."
            : text.Length > MaximumTokenLength || text.Any(c => c is <= ' ' or > '~')
            ? $"{source} is no token: allowed are up to {MaximumTokenLength} printable ASCII characters without blanks."
            : null;
        return wrong is null ? text : throw (fromFile ? new SecretException(wrong) : new ConfigurationException(wrong));
    }

    static string FileText(string key, string path)
    {
        try
        {
            if (new FileInfo(path).Length > 4096) { throw new SecretException($"{key}: the file is longer than a token."); }
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"{key}: the file {path} cannot be read ({e.GetType().Name}).");
        }
    }

    void WarnIfWorldReadable(string path)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) == 0) { return; }
        _warnings.Add($"{path} holds a secret and every user of this machine can read it: chmod 600 {path}.");
    }

    /// <summary>The setting, or what systemd made for the unit (<c>StateDirectory=</c>, the first of several); null for the default.</summary>
    string? StateOf(Dictionary<string, string> values)
    {
        if (values.GetValueOrDefault(State) is not { Length: > 0 } given) { return environment.GetValueOrDefault(SystemdState)?.Split(':')[0] is { Length: > 0 } made ? made : null; }
        return Path.IsPathFullyQualified(given) ? given : throw new ConfigurationException($"{State} is not a full path; allowed: a directory such as /var/lib/bloxos-agent.");
    }

    /// <summary>The setting, for agents that somebody built without a key of his own; else the one that was built in.</summary>
    static byte[]? KeyOf(string? given)
    {
        string? text = given is { Length: > 0 } ? given : UpdateKeys.CompiledIn;
        if (text is null) { return null; }
        byte[] key = new byte[256];
        return text.Length <= 256 && Convert.TryFromBase64String(text, key, out int length) && length > 0
            ? key[..length]
            : throw new ConfigurationException($"{UpdateKey} is not the base64 of a public key (SubjectPublicKeyInfo, as deploy/build-agents --new-key prints it).");
    }

    static byte[]? PinOf(string? text)
    {
        if (string.IsNullOrEmpty(text)) { return null; }
        byte[] pin = new byte[SHA256.HashSizeInBytes + 1];
        return Convert.TryFromBase64String(text, pin, out int length) && length == SHA256.HashSizeInBytes
            ? pin[..length]
            : throw new ConfigurationException($"{Pin} is not the base64 of 32 bytes (SHA-256 of the server's SubjectPublicKeyInfo).");
    }

    static IReadOnlyList<string>? Command(string key, string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) { return null; }
        return CommandWords.TrySplit(text, out var words)
            ? words
            : throw new ConfigurationException($"{key} has a quote without its pair; allowed: a program and its arguments, words with blanks in quotes.");
    }
}
