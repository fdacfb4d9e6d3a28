using BloxOs.Browser.Tests;

[assembly: AssemblyFixture(typeof(SharedDemo))]

namespace BloxOs.Browser.Tests;

/// <summary>The demo of all tests that leave it as others need it: a rig that somebody stops or sets up is no other test's.</summary>
public sealed class SharedDemo : Demo;
