using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace BloxOs.Web.Security;

/// <summary>
/// Compresses what pages answer to GET, also over TLS. What could be guessed from lengths (BREACH) is not in them: their antiforgery tokens are masked anew in every
/// answer, the session lies in a cookie that other sites cannot send along, and secrets that are shown once are answers to POST or lie under
/// <c>/account</c>, which this leaves as they are.
/// </summary>
internal sealed class PageCompression(IServiceProvider services, IOptions<ResponseCompressionOptions> options) : ResponseCompressionProvider(services, options)
{
    static readonly PathString[] s_left = ["/account", "/api", "/setup", "/reset", "/invites"];

    public override bool ShouldCompressResponse(HttpContext context) => IsPage(context) && base.ShouldCompressResponse(context);

    /// <summary>Registers it: brotli, else gzip, both at their fastest.</summary>
    public static IServiceCollection Add(IServiceCollection services)
    {
        services.AddResponseCompression(static options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "application/json"];
        });
        services.Configure<BrotliCompressionProviderOptions>(static options => options.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(static options => options.Level = CompressionLevel.Fastest);
        return services.AddSingleton<IResponseCompressionProvider, PageCompression>();
    }

    static bool IsPage(HttpContext context) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && !s_left.Any(path => context.Request.Path.StartsWithSegments(path));
}
