using CometHooks.Operate.Access;
using CometHooks.Receive;
using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>What changes something is asked for at the admin's address, by a command with this machine's key or an operator's, and by no web page.</summary>
internal static class ByHand
{
    /// <summary>A browser lets no page send a header of its own to another site without asking, and this one is not allowed.</summary>
    public const string Header = "X-CometHooks";

    /// <summary>How a call is refused that is not made by hand; null where it is.</summary>
    /// <param name="context">The call.</param>
    /// <param name="value">What the header must say: what is asked for.</param>
    /// <param name="least">The role that an API key must have; the key of this machine does for all.</param>
    public static WebhookAnswer? Refusal(HttpContext context, string value, AccessRole least = AccessRole.Operator)
    {
        // The listeners keep the path apart; this keeps it in should that ever change.
        if (context.Features.Get<Listener>() is not { IsAdmin: true })
        {
            return WebhookAnswer.NotFound;
        }

        // A page whose own name leads here (DNS rebinding) may send any header, but not without its origin.
        if (context.Request.Headers[Header] != value || context.Request.Headers.Origin.Count > 0)
        {
            return new WebhookAnswer(StatusCodes.Status403Forbidden, "not by hand", Title: $"The header {Header}: {value} is missing, or a web page sent this.");
        }

        return context.RequestServices.GetRequiredService<CommandKey>().IsIn(context.Request) || context.User.May(least)
            ? null
            : new WebhookAnswer(StatusCodes.Status401Unauthorized, "no key", Title: $"The key is missing or not this hub's: commands read it from the hub's file command-key-<port>.txt (console.setup_folder), others send an {Words.Of(least)}'s API key (COMETHOOKS_API_KEY).");
    }

    /// <summary>Who asks: a command with this machine's key, or somebody with an API key.</summary>
    public static string Actor(HttpContext context) => context.User.Identity?.IsAuthenticated == true ? context.User.Actor() : "command";
}
