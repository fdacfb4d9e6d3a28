using System.IO.Compression;
using System.Net.Mime;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace BloxOs.Web.History;

/// <summary>
/// An answer that is written through a fast compression when the caller takes one. Only for numbers of the history: in what holds secrets beside text
/// of other people, the length of a compressed answer would tell.
/// </summary>
/// <param name="contentType">Media type.</param>
/// <param name="write">Writes it.</param>
/// <param name="fileName">Name to save it under; null to show it.</param>
internal sealed class CompressedAnswer(string contentType, Action<Stream> write, string? fileName = null) : IResult, IActionResult
{
    const int Buffer = 64 * 1024;
    const string Brotli = "br", Gzip = "gzip";

    /// <inheritdoc />
    public Task ExecuteResultAsync(ActionContext context) => ExecuteAsync(context.HttpContext);

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        // Packed in memory first: writers of JSON are not made for waiting, and what goes wrong while it is made can still be told.
        using var packed = new MemoryStream(Buffer);
        string? encoding = EncodingOf(httpContext.Request);
        if (encoding is null) { write(packed); }
        else { await using var stream = Wrap(packed, encoding); write(stream); }
        var answer = httpContext.Response;
        answer.ContentType = contentType;
        answer.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (encoding is not null) { answer.Headers.ContentEncoding = encoding; }
        if (fileName is not null) { answer.Headers.ContentDisposition = new ContentDisposition { FileName = fileName }.ToString(); }
        answer.ContentLength = packed.Length;
        if (HttpMethods.IsHead(httpContext.Request.Method)) { return; }
        packed.Position = 0;
        await packed.CopyToAsync(answer.Body, httpContext.RequestAborted);
    }

    static Stream Wrap(Stream packed, string encoding) =>
        encoding == Brotli ? new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true) : new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>The better of those that the caller takes; null for none.</summary>
    static string? EncodingOf(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var taken)) { return null; }
        bool Takes(string name) => taken.Any(one => one.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
        return Takes(Brotli) ? Brotli : Takes(Gzip) ? Gzip : null;
    }
}
