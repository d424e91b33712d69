using System.Text.Json;

namespace CometHooks.Stripe;

/// <summary>Stripe's event object, https://docs.stripe.com/api/events/object, and the thin kind of it.</summary>
internal static class StripeEvent
{
    private const string Snapshot = "event";
    private const string Thin = "v2.core.event";

    public static SourceEvent Read(JsonElement root, ReadOnlyMemory<byte> body)
    {
        var kind = root.Field("object").Text();
        if (kind is not (Snapshot or Thin))
        {
            return SourceEvent.Unreadable(body, "not a Stripe event: 'object' is neither 'event' nor 'v2.core.event'");
        }

        if (root.Field("id").Id() is not { } id || root.Field("id").ValueKind != JsonValueKind.String)
        {
            return SourceEvent.Unreadable(body, "not a Stripe event: 'id' is missing or not a text");
        }

        if (root.Field("type").Id() is not { } type || root.Field("type").ValueKind != JsonValueKind.String)
        {
            return SourceEvent.Unreadable(body, "not a Stripe event: 'type' is missing or not a text");
        }

        if (kind == Snapshot && root.Field("data").Field("object").ValueKind != JsonValueKind.Object)
        {
            return SourceEvent.Unreadable(body, "not a Stripe event: 'data.object' is missing or not an object");
        }

        return new SourceEvent
        {
            // Part of the signed body, and the same on every retry and manual resend.
            InboxKey = id,
            EventId = id,
            Type = type,
            OccurredAt = root.Field("created").Time(), // seconds; ISO 8601 in a thin event
            Test = root.Field("livemode").Flag() is false,
            Account = root.Field("account").Id(),
            IgnoredBecause = kind == Thin
                ? "thin event: it carries no data; let the webhook endpoint in Stripe send snapshot events"
                : null,
            Body = JsonBody.AfterBom(body),
        };
    }
}
