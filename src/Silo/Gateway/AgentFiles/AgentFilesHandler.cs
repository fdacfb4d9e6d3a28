using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using BloxOs.Protocol;

namespace BloxOs.Silo.Gateway.AgentFiles;

/// <summary>
/// Serves the agent to rigs that have none or an older one: signed public files, so for everybody, but not faster than a network address needs them
/// and not to many at once.
/// </summary>
internal sealed class AgentFilesHandler : IDisposable
{
    /// <summary>Requests of one address in a minute; 300 rigs behind one address that update at once need 900, over a few minutes.</summary>
    public const int RequestsPerMinute = 600;

    /// <summary>Files that are sent at the same time.</summary>
    public const int AtOnce = 32;

    static readonly TimeSpan Later = TimeSpan.FromSeconds(5);
    static readonly byte[] Installer = ReadInstaller();

    readonly string _directory;
    readonly PartitionedRateLimiter<IPAddress> _perAddress;
    readonly ConcurrencyLimiter _atOnce = new(new() { PermitLimit = AtOnce });

    public AgentFilesHandler(AgentFilesOptions options)
    {
        _directory = options.Directory;
        _perAddress = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new()
        {
            TokenLimit = RequestsPerMinute, TokensPerPeriod = RequestsPerMinute / 60, ReplenishmentPeriod = TimeSpan.FromSeconds(1), AutoReplenishment = true,
        }));
    }

    /// <summary>Handles a request for <see cref="AgentEndpoint.InstallerPath"/> or something below <see cref="AgentEndpoint.DownloadPath"/>.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            response.Headers.Allow = "GET, HEAD";
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }
        using var request = _perAddress.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        using var turn = _atOnce.AttemptAcquire();
        if (!request.IsAcquired || !turn.IsAcquired)
        {
            response.StatusCode = request.IsAcquired ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status429TooManyRequests;
            response.Headers.RetryAfter = Later.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return;
        }
        await AnswerAsync(context);
    }

    async Task AnswerAsync(HttpContext context)
    {
        var (response, gone) = (context.Response, context.RequestAborted);
        bool head = HttpMethods.IsHead(context.Request.Method);
        string asked = context.Request.Path.Value!;
        if (asked == AgentEndpoint.InstallerPath)
        {
            (response.ContentType, response.ContentLength) = ("text/x-shellscript; charset=utf-8", Installer.Length);
            if (!head) { await response.Body.WriteAsync(Installer, gone); }
            return;
        }
        if (AgentFileNames.Find(_directory, asked[AgentEndpoint.DownloadPath.Length..]) is not { } path)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        response.ContentType = "application/octet-stream";
        response.Headers.CacheControl = "no-cache";
        // Opened once: somebody may put a newer one in its place meanwhile.
        await using var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan });
        response.ContentLength = file.Length;
        if (!head) { await file.CopyToAsync(response.Body, gone); }
    }

    static byte[] ReadInstaller()
    {
        using var stream = typeof(AgentFilesHandler).Assembly.GetManifestResourceStream("install.sh")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _perAddress.Dispose();
        _atOnce.Dispose();
    }
}
