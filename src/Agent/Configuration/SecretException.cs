namespace BloxOs.Agent.Configuration;

/// <summary>A file that is to hold a secret does not, now: it is not there, empty, or cannot be read. The next look may find it mended; all other settings are well.</summary>
internal sealed class SecretException(string message) : ConfigurationException(message);
