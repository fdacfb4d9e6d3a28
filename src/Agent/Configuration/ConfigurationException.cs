namespace BloxOs.Agent.Configuration;

/// <summary>A setting is missing or wrong. The message is one line that names the key and what is allowed, and never holds a secret.</summary>
internal class ConfigurationException(string message) : Exception(message);
