using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Receive;

/// <summary>What the platform is told: short, and nothing of what was expected.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Outcome">The word for the log and, with 200, for the answer.</param>
/// <param name="WebhookId">The stored webhook.</param>
/// <param name="Title">With an error: what is said about it.</param>
/// <param name="EventType">The type of the stored event, for the log.</param>
internal sealed record WebhookAnswer(int Status, string Outcome, long? WebhookId = null, string? Title = null, string? EventType = null) : IActionResult
{
    private Handshake? _handshake;

    /// <summary>The platforms retry by schedules of their own; this is for those that read it.</summary>
    private const string RetryAfterSeconds = "30";

    public static WebhookAnswer NotFound { get; } = new(404, RefusalReasons.UnknownEndpoint, Title: "There is no such endpoint.");

    public static WebhookAnswer MethodNotAllowed { get; } = new(405, RefusalReasons.MethodNotAllowed, Title: "Webhooks are posted.");

    public static WebhookAnswer TooLarge { get; } = new(413, RefusalReasons.TooLarge, Title: "The body is too large.");

    public static WebhookAnswer TooSlow { get; } = new(408, RefusalReasons.TooSlow, Title: "The body took too long to arrive.");

    public static WebhookAnswer BadRequest(string outcome, string title) => new(400, outcome, Title: title);

    public static WebhookAnswer NotAuthentic(string outcome) => new(401, outcome, Title: "The request is not authentic.");

    public static WebhookAnswer TryLater(string outcome) => new(503, outcome, Title: "Not now; send it again later.");

    public static WebhookAnswer Kept(string outcome, long webhookId, string eventType) => new(200, outcome, webhookId, EventType: eventType);

    public static WebhookAnswer To(Handshake handshake) => new(handshake.Status, "handshake") { _handshake = handshake };

    /// <summary>Whether the request was turned away for what it was, not for the state that the hub is in.</summary>
    public bool IsRefusal => Status is >= 400 and < 500;

    /// <summary>Writes the answer. No content negotiation: platforms read the status.</summary>
    public Task ExecuteResultAsync(ActionContext context) => WriteAsync(context.HttpContext);

    /// <summary>The same, outside of a controller.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (Status == StatusCodes.Status405MethodNotAllowed)
        {
            response.Headers.Allow = HttpMethods.Post;
        }

        if (Status == StatusCodes.Status503ServiceUnavailable)
        {
            response.Headers.RetryAfter = RetryAfterSeconds;
        }

        (response.ContentType, var body) = (_handshake, WebhookId) switch
        {
            ({ } handshake, _) => (handshake.ContentType, Encoding.UTF8.GetBytes(handshake.Body)),
            (_, { } id) => ("application/json", JsonSerializer.SerializeToUtf8Bytes(new { id = $"wh_{id}", status = Outcome })),
            _ => ("application/problem+json", JsonSerializer.SerializeToUtf8Bytes(new { type = "about:blank", title = Title, status = Status })),
        };
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }
}
