using System.Net.Sockets;
using System.Security.Authentication;

namespace CometHooks.Deliver;

/// <summary>What each answer means: the one place that looks at status codes and at exceptions of the network.</summary>
internal static class AnswerTable
{
    private const string TokenWrong = "answered 401: the token is missing or wrong";
    private const string NotPermitted = "answered 403: the token lacks permission, or the Cometly subscription is inactive";

    /// <summary>What somebody does about a destination that is wrong for this reason, in words.</summary>
    public static string WhatToDo(string destination, string reason) => reason switch
    {
        TokenWrong => $"Set destinations.{destination}.token, or the variable that it names, to the token of the Cometly space, restart the hub, and resume {destination}.",
        NotPermitted => $"Give the token of destinations.{destination}.token permission in Cometly, or renew the subscription there, and resume {destination}.",
        _ => $"Do what the reason says (a change of destinations.{destination} needs a restart), and resume {destination}.",
    };

    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The answer's body as far as it came.</param>
    /// <param name="broken">Why the body did not come whole; null where it did.</param>
    public static DeliveryResult Of(int status, string body, string? broken) => status switch
    {
        >= 200 and < 300 => OfSuccess(body, broken),

        // A gateway may have passed the event on before it gave up; 425 says that nobody looked at it.
        408 or 425 or (>= 500 and < 600) => new DeliveryResult
        {
            Outcome = DeliveryOutcome.Retry,
            UsesAttempt = true,
            MayHaveLanded = status != 425,
            Error = $"answered {status}",
        },
        429 => new DeliveryResult { Outcome = DeliveryOutcome.Throttled, Error = "answered 429: too many requests" },

        // What Cometly answers to a key that it has is not documented; 409 may mean "have it already".
        400 or 409 or 413 or 422 => new DeliveryResult
        {
            Outcome = DeliveryOutcome.Rejected,
            UsesAttempt = true,
            MayHaveLanded = status == 409,
            Error = $"answered {status}",
            Message = AnswerText.Message(body),
        },
        401 => OfDestination(TokenWrong),
        403 => OfDestination(NotPermitted),
        404 or 405 => OfDestination($"answered {status}: the destination's url is not Cometly's events API"),
        >= 300 and < 400 => OfDestination($"answered {status}: a redirect is not followed, set the destination's url to where it leads"),

        // Not in Cometly's list: says more of the URL or the account than of one event, so no event is lost over it.
        _ => OfDestination($"answered {status}, which is not in Cometly's list"),
    };

    /// <summary>An exchange that ended without a status.</summary>
    public static DeliveryResult Of(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => NotReached("the host's name could not be resolved"),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } e => NotReached($"no connection: {Words(e)}"),

        // A connection that breaks while TLS begins is a bad line; a certificate that does not hold is a wrong destination.
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException inner } =>
            OfDestination($"TLS failed: {inner.Message}"),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => NotReached("the connection broke while TLS began"),
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => Unknown("the connection was closed before the answer"),
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => Unknown("the answer is not HTTP"),
        HttpRequestException { InnerException: IOException { InnerException: SocketException socket } } => Unknown($"the connection broke: {socket.SocketErrorCode}"),
        HttpRequestException e => Unknown($"the exchange failed: {e.HttpRequestError}"),
        IOException or SocketException => Unknown($"the exchange failed: {exception.GetType().Name}"),

        // Not of the network: the request could not be made, so nothing was sent. It is the configuration or a bug, not
        // Cometly, and the same for every conversion. Without the message: it may quote the token.
        _ => OfDestination($"the request could not be made ({exception.GetType().Name}): check the destination's token and url"),
    };

    public static DeliveryResult ConnectTimedOut() => NotReached("no connection in time");

    public static DeliveryResult TimedOut(TimeSpan limit) => Unknown($"no answer within {limit.TotalSeconds:0.#} s");

    /// <summary>Our own stop cut the exchange off: that is no attempt, but it may have landed.</summary>
    public static DeliveryResult CutOff() => Unknown("cut off: the hub is stopping") with { UsesAttempt = false };

    private static DeliveryResult OfSuccess(string body, string? broken)
    {
        if (broken == AnswerText.TooLong || (broken is null && !AnswerText.IsObject(body)))
        {
            // Something answers in Cometly's place. If it was Cometly after all, the key keeps the repetition harmless.
            return OfDestination("answered success without a JSON object: is this Cometly?") with { MayHaveLanded = true };
        }

        return broken is null
            ? new DeliveryResult { Outcome = DeliveryOutcome.Delivered, UsesAttempt = true }
            : Unknown($"the answer broke off: {broken}");
    }

    private static DeliveryResult OfDestination(string error) => new() { Outcome = DeliveryOutcome.Destination, Error = error };

    private static DeliveryResult NotReached(string error) => new() { Outcome = DeliveryOutcome.Retry, Error = error };

    private static DeliveryResult Unknown(string error) =>
        new() { Outcome = DeliveryOutcome.Retry, UsesAttempt = true, MayHaveLanded = true, Error = error };

    private static string Words(HttpRequestException e) =>
        e.InnerException is SocketException socket ? socket.SocketErrorCode.ToString() : "the server could not be reached";
}
