using System.Net.Sockets;
using MailKit.Net.Smtp;

namespace CometHooks.Operate.Alerts;

/// <summary>Why a receiver could not be told, for the log. Never an exception's own message: it may name the URL, which is a secret with some receivers.</summary>
internal static class ReceiverErrors
{
    public static string Of(Exception e) => e switch
    {
        PrivateAddressException => e.Message,
        HttpRequestException { InnerException: PrivateAddressException inside } => inside.Message,
        HttpRequestException { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
        HttpRequestException http => http.HttpRequestError.ToString(),
        SmtpCommandException smtp => $"it answered {(int)smtp.StatusCode}",
        SocketException socket => socket.SocketErrorCode.ToString(),
        OperationCanceledException => "no answer in time",
        _ => e.GetType().Name,
    };
}
