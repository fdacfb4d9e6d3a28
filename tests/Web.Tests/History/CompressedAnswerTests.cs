using System.IO.Compression;
using System.Text;
using BloxOs.Web.History;
using Microsoft.AspNetCore.Http;

namespace BloxOs.Web.Tests.History;

public sealed class CompressedAnswerTests
{
    static readonly string s_text = string.Join(',', Enumerable.Range(0, 5_000));

    [Theory]
    [InlineData(null, null), InlineData("identity", null), InlineData("gzip", "gzip"), InlineData("gzip, deflate, br", "br"), InlineData("br;q=0, gzip", "gzip"), InlineData("br;q=0", null), InlineData("nonsense;;q=", null)]
    public async Task It_is_packed_in_a_way_that_the_caller_takes(string? accepted, string? packed)
    {
        var (http, body) = await AnswerAsync(HttpMethods.Get, accepted);
        Assert.Equal(packed ?? "", http.Response.Headers.ContentEncoding.ToString());
        Assert.Equal("Accept-Encoding", http.Response.Headers.Vary.ToString());
        Assert.Equal(body.Length, http.Response.ContentLength);
        Stream open = packed switch { "br" => new BrotliStream(new MemoryStream(body), CompressionMode.Decompress), "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress), _ => new MemoryStream(body) };
        using var reader = new StreamReader(open);
        Assert.Equal(s_text, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_head_has_the_length_and_no_body()
    {
        var (http, body) = await AnswerAsync(HttpMethods.Head, null);
        Assert.Empty(body);
        Assert.Equal(s_text.Length, http.Response.ContentLength);
        Assert.Equal("attachment; filename=a.csv", http.Response.Headers.ContentDisposition.ToString());
    }

    static async Task<(DefaultHttpContext Http, byte[] Body)> AnswerAsync(string method, string? accepted)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        (http.Request.Method, http.Response.Body) = (method, body);
        if (accepted is not null) { http.Request.Headers.AcceptEncoding = accepted; }
        await new CompressedAnswer("text/csv", static stream => stream.Write(Encoding.ASCII.GetBytes(s_text)), "a.csv").ExecuteAsync(http);
        return (http, body.ToArray());
    }
}
