using CometHooks.Deliver;
using CometHooks.Receive;

namespace CometHooks.Operate;

/// <summary><c>POST /destinations/{name}/resume</c>: ends a destination's pause by hand, at the admin's address only. The answer says what holds now.</summary>
internal static class Resume
{
    public const string HeaderValue = "resume";

    public static string PathOf(string destination) => $"/destinations/{Uri.EscapeDataString(destination)}/resume";

    public static void MapResume(this WebApplication app) => app.MapPost("/destinations/{name}/resume", ResumeAsync).AllowAnonymous();

    private static async Task ResumeAsync(HttpContext context)
    {
        if (ByHand.Refusal(context, HeaderValue) is { } refusal)
        {
            await refusal.WriteAsync(context);
        }
        else if (await ResumeByHandAsync(context) is not { Outcome: PauseAnswer.Done } answer)
        {
            await new WebhookAnswer(StatusCodes.Status404NotFound, "unknown destination", Title: "There is no such destination, or it has no token.").WriteAsync(context);
        }
        else
        {
            await context.Response.WriteAsync($"{Name(context)} {answer.Text}", context.RequestAborted);
        }
    }

    // Asked only where destinations are delivered to: without that stage there may be no store to write in.
    private static async Task<ResumeAnswer?> ResumeByHandAsync(HttpContext context) => context.RequestServices.GetService<DeliveryService>() is null
        ? null
        : await context.RequestServices.GetRequiredService<PausesByHand>().ResumeAsync(Name(context), ByHand.Actor(context));

    private static string Name(HttpContext context) => (string)context.GetRouteValue("name")!;
}
