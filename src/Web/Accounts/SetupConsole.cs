namespace BloxOs.Web.Accounts;

/// <summary>Where a set-up code is printed: the standard output of the server, unless a test reads it.</summary>
internal sealed class SetupConsole(TextWriter? output = null)
{
    readonly TextWriter _output = output ?? Console.Out;

    /// <summary>Prints one line.</summary>
    public void Print(string line) => _output.WriteLine(line);
}
