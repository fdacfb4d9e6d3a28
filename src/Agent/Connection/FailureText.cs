using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;

namespace BloxOs.Agent.Connection;

/// <summary>Failures of a connection in words. The messages of the exceptions are left out: the trimmed build has none.</summary>
internal static class FailureText
{
    /// <summary>Describes the innermost cause that says something.</summary>
    public static string Of(Exception exception)
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case RefusedLocallyException refused: return refused.Message;
                case SocketException socket: return Socket(socket.SocketErrorCode);
                case AuthenticationException:
                    return "the server's TLS certificate is not trusted (wrong name, expired, self-signed, without its issuer, or not the pinned key)";
                case HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError }: return "the server's name cannot be resolved";
                case OperationCanceledException or TimeoutException: return "no answer in time";
            }
        }
        return exception switch
        {
            WebSocketException { WebSocketErrorCode: WebSocketError.NotAWebSocket } => "the server's answer is not that of a BloxOs server",
            WebSocketException { WebSocketErrorCode: WebSocketError.UnsupportedProtocol } => "the server speaks another subprotocol",
            WebSocketException { WebSocketErrorCode: WebSocketError.ConnectionClosedPrematurely } => "the connection broke",
            _ => $"the connection failed ({exception.GetBaseException().GetType().Name})",
        };
    }

    static string Socket(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "the server refuses the connection: nothing listens there",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the server's name cannot be resolved",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => "the server cannot be reached from this network",
        SocketError.TimedOut => "no answer in time",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection broke",
        _ => $"the connection failed ({error})",
    };
}
