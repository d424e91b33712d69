using CometHooks.Deliver;
using CometHooks.Receive;

namespace CometHooks.Operate;

/// <summary><c>POST /destinations/{name}/resume</c>: ends a destination's pause by hand, at the admin's address only.</summary>
internal static class Resume
{
    /// <summary>A browser lets no page send a header of its own to another site without asking, and this one is not allowed.</summary>
    public const string Header = "X-CometHooks";

    public const string HeaderValue = "resume";

    public static string PathOf(string destination) => $"/destinations/{Uri.EscapeDataString(destination)}/resume";

    public static void MapResume(this WebApplication app) => app.MapPost("/destinations/{name}/resume", ResumeAsync);

    private static async Task ResumeAsync(HttpContext context)
    {
        // The listeners keep the path apart; this keeps it in should that ever change.
        if (context.Features.Get<Listener>() is not { IsAdmin: true })
        {
            await WebhookAnswer.NotFound.WriteAsync(context);
        }
        else if (!IsByHand(context.Request))
        {
            await new WebhookAnswer(StatusCodes.Status403Forbidden, "not by hand", Title: $"The header {Header}: {HeaderValue} is missing, or a web page sent this.").WriteAsync(context);
        }
        else if (!await KnowsAsync(context))
        {
            await new WebhookAnswer(StatusCodes.Status404NotFound, "unknown destination", Title: "There is no such destination, or it has no token.").WriteAsync(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    }

    // A page whose own name leads here (DNS rebinding) may send any header, but not without its origin.
    private static bool IsByHand(HttpRequest request) => request.Headers[Header] == HeaderValue && request.Headers.Origin.Count == 0;

    private static async Task<bool> KnowsAsync(HttpContext context) =>
        context.RequestServices.GetService<DeliveryService>() is { } delivery && await delivery.ResumeAsync((string)context.GetRouteValue("name")!);
}
