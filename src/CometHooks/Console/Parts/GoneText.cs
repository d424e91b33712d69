using CometHooks.Operate.Explain;
using CometHooks.Store;

namespace CometHooks.WebConsole.Parts;

/// <summary>Says of an event why there is nothing to show: it was erased, it is too old, or it never was.</summary>
internal static class GoneText
{
    public static string OfBody(ExplainedWebhook webhook) => webhook.Emptied switch
    {
        Emptied.Erased => "Personal data was erased: what arrived is kept no more.",
        Emptied.Expired => "The body was kept for as long as retention.bodies says, and is gone.",
        _ => "It has no body.",
    };

    /// <summary>Of an event of which nothing that was sent is there.</summary>
    public static string OfSent(ExplainedEvent story) => story switch
    {
        { Webhook.Emptied: Emptied.Erased } when story.Conversions.Any(c => c.Attempts.Count > 0) => "Personal data was erased: what was sent is kept no more.",
        { Webhook.State: WebhookState.Mapped, Conversions.Count: 0, Rules.Count: 0 } => "What it made was kept for as long as retention.conversions says, and is gone.",
        _ when story.Webhook.State == WebhookState.Stored || story.Conversions.Any(c => c.State is ConversionState.Held or ConversionState.Pending) => "Nothing yet.",
        _ => "Nothing.",
    };
}
