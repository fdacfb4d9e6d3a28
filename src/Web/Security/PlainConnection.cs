using System.Net;

namespace BloxOs.Web.Security;

/// <summary>Whether what a person types here can be read on the way.</summary>
internal static class PlainConnection
{
    /// <summary>Plain HTTP from another machine.</summary>
    public static bool IsExposed(HttpContext context) =>
        !context.Request.IsHttps && !(context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from));
}
