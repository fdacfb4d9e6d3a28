namespace BloxOs.Browser.Tests;

/// <summary>The demo of a class whose tests stop the server, or change what others count.</summary>
public sealed class OwnDemo : Demo;
