using CometHooks.Store;

namespace CometHooks.Operate.Rehearse;

/// <param name="At">When the rehearsal's clock has it arrive.</param>
/// <param name="Entries">The events that arrive together.</param>
internal sealed record RehearsedArrival(DateTimeOffset At, IReadOnlyList<InboxEntry> Entries)
{
    /// <summary>A webhook that a hub has received, as new again.</summary>
    public static RehearsedArrival Of(WebhookRecord webhook)
    {
        // What no mapping ever saw (unreadable, late, ignored by its adapter) ends as it did.
        var isMappable = webhook.State is WebhookState.Stored or WebhookState.Mapped or WebhookState.Failed
            || (webhook.State == WebhookState.Ignored && webhook.MappingVersion is not null);
        return new RehearsedArrival(webhook.ReceivedAt, [new InboxEntry
        {
            Endpoint = webhook.Endpoint,
            Source = webhook.Source,
            InboxKey = webhook.InboxKey ?? webhook.EventId,
            EventId = webhook.EventId,
            Type = webhook.Type,
            OccurredAt = webhook.OccurredAt,
            ReceivedAt = webhook.ReceivedAt,
            Test = webhook.Test,
            Account = webhook.Account,
            Shop = webhook.Shop,
            State = isMappable ? WebhookState.Stored : webhook.State,
            Reason = isMappable ? null : webhook.Reason,
            Verified = webhook.Verified ?? "",
            HeadersJson = "{}",
            Body = webhook.Body,
        }]);
    }
}
