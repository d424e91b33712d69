using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Tests.Store;

/// <summary>Invented webhooks and conversions.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Morning = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static InboxEntry Webhook(string key, string? contentKey = null, string endpoint = "stripe", string type = "charge.succeeded") => new()
    {
        Endpoint = endpoint,
        Source = "stripe",
        InboxKey = key,
        ContentKey = contentKey,
        EventId = key,
        Type = type,
        OccurredAt = Morning.AddSeconds(-5),
        ReceivedAt = Morning,
        State = WebhookState.Stored,
        Verified = "signature of secret 1",
        HeadersJson = """{"content-type":"application/json"}""",
        Body = """{"id":"evt_lighthouse"}"""u8.ToArray(),
    };

    public static ConversionDraft Purchase(string eventId, params string[] keys) => new()
    {
        Rule = "payment",
        EventName = "purchase",
        Destination = "main",
        Lane = Lane.Money,
        State = ConversionState.Pending,
        Scope = "stripe/acct_harbour",
        Keys = keys,
        EventId = eventId,
        Event = new CometlyEvent
        {
            EventName = "purchase",
            EventTime = Morning,
            Person = new Person { Email = "mira@lighthouse.example" },
            Order = new Order { Amount = 49.00m, OrderId = "order_keel" },
        },
        FieldsJson = """{"email":{"from":"billing_details.email"}}""",
    };

    /// <summary>The same payment as another event tells it.</summary>
    public static ConversionDraft Other(string eventId, params string[] keys) => Purchase(eventId, keys) with
    {
        Rule = "checkout",
        Event = new CometlyEvent
        {
            EventName = "purchase",
            EventTime = Morning.AddSeconds(2),
            Visitor = new Visitor { CometToken = "token_of_the_sea" },
            Person = new Person { Email = "mira.keel@lighthouse.example", Phone = "16505551212" },
            Order = new Order { Amount = 49.00m, OrderId = "order_rudder" },
        },
    };

    public static MappingOutcome Outcome(StoredWebhook webhook, params ConversionDraft[] drafts) => new()
    {
        WebhookId = webhook.Id,
        Lease = webhook.Lease,
        State = drafts.Length == 0 ? WebhookState.Ignored : WebhookState.Mapped,
        MappingVersion = "aaaaaaaaaaaa",
        FactsJson = "{}",
        DecisionsJson = "[]",
        Conversions = drafts,
    };

    /// <summary>An attempt that ended as the outcome says, with what usually follows.</summary>
    public static AttemptRecord Attempt(OutboxEntry entry, DeliveryOutcome outcome, bool mayHaveLanded = false, TimeSpan? dueIn = null) => new()
    {
        ConversionId = entry.Id,
        Destination = entry.Destination,
        Lease = entry.Lease,
        StartedAt = Morning,
        EndedAt = Morning.AddMilliseconds(80),
        Outcome = outcome,
        UsesAttempt = outcome is DeliveryOutcome.Delivered or DeliveryOutcome.Retry or DeliveryOutcome.Rejected,
        MayHaveLanded = mayHaveLanded,
        NextState = outcome switch
        {
            DeliveryOutcome.Delivered => ConversionState.Delivered,
            DeliveryOutcome.Rejected => ConversionState.Rejected,
            _ => ConversionState.Pending,
        },
        DueAt = Morning.AddMilliseconds(80) + dueIn,
    };
}
