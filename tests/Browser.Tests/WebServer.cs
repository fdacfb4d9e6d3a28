using System.Text.RegularExpressions;
using BloxOs.TestServers;
using Microsoft.Data.Sqlite;

namespace BloxOs.Browser.Tests;

/// <summary>The web executable as a person starts it, with a data directory and a port of its own.</summary>
public sealed partial class WebServer : IAsyncDisposable
{
    /// <summary>The owner that <see cref="SetUpAsync"/> makes.</summary>
    public const string Email = "mara@example.org", Password = "a sentence is fine, they said", FarmName = "Garage North";

    readonly TempDirectory _directory;
    readonly string[] _arguments;
    ServerProcess _process = null!;

    WebServer(TempDirectory directory, Uri url, string[] arguments) => (_directory, Url, _arguments) = (directory, url, arguments);

    /// <summary>Where it is.</summary>
    public Uri Url { get; }

    /// <summary>What it wrote to the console.</summary>
    public string Output => _process.Output;

    /// <summary>Starts it, with this on its command line.</summary>
    public static Task<WebServer> StartAsync(CancellationToken cancellation, params string[] arguments) => StartAsync(new TempDirectory(), cancellation, arguments);

    /// <summary>Starts it with a farm of simulated rigs, which the caller lets run, and a person who owns it.</summary>
    public static async Task<(WebServer Server, string Password, IReadOnlyList<string> Tokens)> StartWithRigsAsync(int count, CancellationToken cancellation)
    {
        var directory = new TempDirectory();
        string tokens = Path.Combine(directory.Path, "tokens.jsonl"), person = Path.Combine(directory.Path, "person.txt"), data = Path.Combine(directory.Path, "data");
        var settings = new Dictionary<string, string?> { ["BloxOs__DataDirectory"] = data };
        await using (var filling = await ServerProcess.LaunchAsync(BuiltOutput.Of("Web"), settings, "bench-rigs", "--count", $"{count}", "--out", tokens, "--person", person))
        {
            await Eventually.Async(() => filling.HasExited, TimeSpan.FromSeconds(120), "rigs in the data directory", cancellation);
            if (filling.ExitCode != 0) { throw new InvalidOperationException(filling.Output); }
        }
        var server = await StartAsync(directory, cancellation);
        return (server, await File.ReadAllTextAsync(person, cancellation), [.. (await File.ReadAllLinesAsync(tokens, cancellation)).Select(static line => Token().Match(line).Value)]);
    }

    static async Task<WebServer> StartAsync(TempDirectory directory, CancellationToken cancellation, params string[] arguments)
    {
        var server = new WebServer(directory, new($"http://localhost:{FreePort.Next()}"), arguments);
        await server.LaunchAsync(cancellation);
        bool known = File.Exists(Path.Combine(directory.Path, "person.txt"));   // then there is nothing to set up
        if (!known) { await Eventually.Async(() => Entrance().IsMatch(server.Output), TimeSpan.FromSeconds(90), "the way in on the console", cancellation); }
        return server;
    }

    async Task LaunchAsync(CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string?>
        {
            ["BloxOs__DataDirectory"] = Path.Combine(_directory.Path, "data"),
            ["BloxOs__Gateway__StatsInterval"] = "1s",
            ["BloxOs__Gateway__HeartbeatInterval"] = "5s",
            ["URLS"] = Url.ToString(),
        };
        _process = await ServerProcess.LaunchAsync(BuiltOutput.Of("Web"), settings, _arguments);
        await _process.WaitUntilHealthyAsync(new(Url, "/healthz/ready"), TimeSpan.FromSeconds(90), cancellation);
    }

    /// <summary>Ends it, in order, as an update does.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        _process.Terminate();
        await _process.WaitForExitAsync(cancellation);
        await _process.DisposeAsync();
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>, on the same data and the same port.</summary>
    public Task StartAgainAsync(CancellationToken cancellation) => LaunchAsync(cancellation);

    /// <summary>It stands still, as if the way to it were cut: connections stay, nothing comes.</summary>
    public void Freeze() => _process.Signal(19);

    /// <summary>It goes on.</summary>
    public void Thaw() => _process.Signal(18);

    /// <summary>Takes a table out of its database, as a broken disk would: what needs it fails from now on.</summary>
    public void BreakTable(string table)
    {
        using var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_directory.Path, "data", "bloxos.db"), Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        database.Open();
        using var command = database.CreateCommand();
#pragma warning disable CA2100 // The name is a test's own.
        command.CommandText = $"ALTER TABLE {table} RENAME TO {table}_gone";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>The set-up code on the console.</summary>
    public string SetUpCode => SetUpCodeText().Match(Output).Value;

    /// <summary>The demo's password on the console.</summary>
    public string DemoPassword => DemoText().Match(Output).Groups[1].Value;

    /// <summary>Goes through the first run; ends on the empty farm's page. Returns its address.</summary>
    public async Task<string> SetUpAsync(Visitor visitor, string person = "Mara", string farm = FarmName)
    {
        var page = visitor.Page;
        await page.GotoAsync("/");
        await page.FillAsync("[name='Form.Code']", SetUpCode);
        await page.ClickAsync("button.primary");
        await page.FillAsync("[name='Form.DisplayName']", person);
        await page.FillAsync("[name='Form.Email']", Email);
        await page.FillAsync("[name='Form.Password']", Password);
        await page.FillAsync("[name='Form.FarmName']", farm);
        await page.ClickAsync("button.primary");
        await page.ArrivedAsync("**/farms/*");
        visitor.Password = Password;
        return page.Url;
    }

    /// <summary>Adds a rig by its page; returns the token that is shown.</summary>
    public static async Task<string> AddRigAsync(Visitor visitor, string farmUrl, string name)
    {
        await visitor.Page.GotoAsync(farmUrl + "/add-rig");
        await visitor.Page.FillAsync("#name", name);
        await visitor.Page.ClickAsync("button.primary[type=submit]");
        string command = await visitor.Page.Locator("#start-line").InnerTextAsync();
        return Token().Match(command).Value;
    }

    /// <summary>Adds many rigs by the form of that page, one after the other, without showing each its page; returns their tokens.</summary>
    public static async Task<string[]> AddRigsAsync(Visitor visitor, string farmUrl, string[] names)
    {
        await visitor.Page.GotoAsync(farmUrl + "/add-rig");
        string[] pages = await visitor.Page.EvaluateAsync<string[]>("""
            async names => {
              const pages = [];
              for (const name of names) {
                const form = new FormData(document.querySelector("form.card, .card form"));
                form.delete("once");   // each is another rig
                form.set("name", name);
                pages.push(await (await fetch(location.pathname, { method: "POST", body: new URLSearchParams(form) })).text());
              }
              return pages;
            }
            """, names);
        return [.. pages.Select(static page => Token().Match(page) is { Success: true } token ? token.Value : throw new InvalidOperationException(page))];
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _directory.Dispose();
    }

    [GeneratedRegex("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}|Sign in as")]
    private static partial Regex Entrance();

    [GeneratedRegex("[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")]
    private static partial Regex SetUpCodeText();

    [GeneratedRegex(@"Sign in as \S+ with (\S+)")]
    private static partial Regex DemoText();

    [GeneratedRegex("bxr_[a-z0-9_]+")]
    private static partial Regex Token();
}
