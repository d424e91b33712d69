using CometHooks.Operate.Metrics;
using CometHooks.Operate.Traces;
using CometHooks.Sources;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Receive;

/// <summary>The path of every webhook from the request to its answer. Its signature is all that lets it in.</summary>
[AllowAnonymous]
internal abstract partial class WebhookController(Reception hub) : ControllerBase
{
    /// <summary>Receives, and says so in one line of the log.</summary>
    protected async Task<IActionResult> AnswerAsync(string source, string? name)
    {
        var started = hub.Time.GetTimestamp();
        var endpoint = hub.Endpoints.Find(source, name);
        var answer = endpoint is null ? WebhookAnswer.NotFound : await ReceiveAsync(endpoint);
        if (answer.IsRefusal)
        {
            hub.Refusals.Add(endpoint?.Name ?? "", answer.Outcome);
            hub.Signatures.Refused(endpoint?.Name ?? "", answer.Outcome);
        }

        var milliseconds = (long)hub.Time.GetElapsedTime(started).TotalMilliseconds;
        if (answer.WebhookId is { } id)
        {
            hub.Signatures.Accepted(endpoint!.Name);
            HubMeter.Accepted(endpoint.Name, answer.Outcome);
            HubTraces.Received(id, endpoint.Name, Short(answer.EventType), answer.Outcome, hub.Time.GetUtcNow() - hub.Time.GetElapsedTime(started));
            Log.Kept(hub.Logger, id, endpoint.Name, Short(answer.EventType), answer.Outcome, answer.Status, milliseconds);
        }
        else
        {
            if (answer.Status >= StatusCodes.Status400BadRequest)
            {
                HubMeter.Refused(endpoint?.Name, answer.Outcome, answer.Status);
            }

            // Not the URL: anyone can call any, with anything in it.
            Log.NotKept(hub.Logger, endpoint?.Name ?? "(none)", answer.Outcome, answer.Status, milliseconds);
        }

        return answer;
    }

    // Bounded raw body, verify, read, inbox, answer. Nothing is decoded or bound before the signature was checked.
    private async Task<WebhookAnswer> ReceiveAsync(Endpoint endpoint)
    {
        var isPost = HttpMethods.IsPost(Request.Method);
        var isOff = endpoint.OffBecause is not null;
        if (hub.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return WebhookAnswer.TryLater(RefusalReasons.ShuttingDown);
        }

        if (isOff)
        {
            return isPost ? WebhookAnswer.TryLater(RefusalReasons.EndpointOff) : WebhookAnswer.MethodNotAllowed;
        }

        WebhookRequest request;
        Examination seen;
        using (var read = await hub.Reader.ReadAsync(Request, HttpContext.RequestAborted))
        {
            if (read.Request is null)
            {
                return Unread(endpoint, read.Because);
            }

            request = read.Request;
            seen = await endpoint.ExamineAsync(request);
        }

        if (seen.NotNow is { } why)
        {
            Log.NotExamined(hub.Logger, endpoint.Name, why);
            return WebhookAnswer.TryLater(RefusalReasons.AdapterDoesNotAnswer);
        }

        if (seen.Handshake is { } handshake)
        {
            return WebhookAnswer.To(handshake);
        }

        if (!isPost)
        {
            return WebhookAnswer.MethodNotAllowed;
        }

        if (seen.Verification is not { } verification)
        {
            return WebhookAnswer.BadRequest(RefusalReasons.EmptyBody, "The body is empty.");
        }

        if (Refusal(endpoint, verification) is { } refusal)
        {
            NoteShop(endpoint, verification, seen.Events);
            Log.Refused(hub.Logger, endpoint.Name, verification.Reason);
            return refusal;
        }

        return await hub.Keeper.KeepAsync(endpoint, request, verification, seen.Events);
    }

    private WebhookAnswer Unread(Endpoint endpoint, UnreadBody because)
    {
        switch (because)
        {
            case UnreadBody.TooLarge:
                Log.TooLarge(hub.Logger, endpoint.Name, Request.ContentLength);
                return WebhookAnswer.TooLarge;
            case UnreadBody.TooSlow:
                Response.Headers.Connection = "close"; // Or the rest would still be waited for.
                return WebhookAnswer.TooSlow;
            default:
                Response.Headers.Connection = "close";
                Log.NoRoom(hub.Logger, endpoint.Name);
                return WebhookAnswer.TryLater(RefusalReasons.TooManyBodiesAtOnce);
        }
    }

    private static WebhookAnswer? Refusal(Endpoint endpoint, Verification verification) => verification.Result switch
    {
        VerificationResult.Valid => null,
        VerificationResult.Late when endpoint.Adapter.KeepsLate => null,
        VerificationResult.Late => WebhookAnswer.NotAuthentic(RefusalReasons.SignatureTooOld),
        VerificationResult.MissingSignature => WebhookAnswer.NotAuthentic(RefusalReasons.SignatureMissing),
        VerificationResult.Malformed => WebhookAnswer.BadRequest(RefusalReasons.SignatureMalformed, "The signature header cannot be read."),
        _ when verification == Verification.Mismatch() => WebhookAnswer.NotAuthentic(RefusalReasons.SignatureWrong),
        _ => WebhookAnswer.NotAuthentic(Short(verification.Reason)!),
    };

    // Once for each shop, not with every webhook.
    private void NoteShop(Endpoint endpoint, Verification verification, IReadOnlyList<SourceEvent> events)
    {
        if (verification.Reason == RefusalReasons.WrongShop && events.FirstOrDefault(e => e.Shop is not null)?.Shop is { } shop && endpoint.RefusedShop(shop))
        {
            Log.WrongShop(hub.Logger, endpoint.Name, endpoint.WrongShop);
        }
    }

    // From outside: signed, but of any length.
    private static string? Short(string? text) => text is { Length: > 80 } ? text[..80] : text;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Webhook {WebhookId} at {Endpoint}, {EventType}: {Outcome}, {Status} in {Milliseconds} ms")]
        public static partial void Kept(ILogger logger, long webhookId, string endpoint, string? eventType, string outcome, int status, long milliseconds);

        [LoggerMessage(4, LogLevel.Information, "A request at {Endpoint} was not kept: {Outcome}, {Status} in {Milliseconds} ms")]
        public static partial void NotKept(ILogger logger, string endpoint, string outcome, int status, long milliseconds);

        [LoggerMessage(2, LogLevel.Warning, "A request at {Endpoint} was refused because its body is over the limit (Content-Length {Length}): raise limits.body if it came from the platform")]
        public static partial void TooLarge(ILogger logger, string endpoint, long? length);

        [LoggerMessage(7, LogLevel.Warning, "Endpoint {Endpoint} refuses authentic webhooks, wrong shop: {WrongShop}")]
        public static partial void WrongShop(ILogger logger, string endpoint, string? wrongShop);

        [LoggerMessage(3, LogLevel.Debug, "A request at {Endpoint} was refused: {Reason}")]
        public static partial void Refused(ILogger logger, string endpoint, string reason);

        [LoggerMessage(6, LogLevel.Warning, "A request at {Endpoint} was answered 503 because unverified bodies take all the memory that they may: raise limits.unverified if the platforms sent them")]
        public static partial void NoRoom(ILogger logger, string endpoint);

        [LoggerMessage(5, LogLevel.Warning, "A request at {Endpoint} could not be examined and was answered 503: {Reason}")]
        public static partial void NotExamined(ILogger logger, string endpoint, string reason);
    }
}
