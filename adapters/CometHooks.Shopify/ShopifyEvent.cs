using System.Text;
using System.Text.Json;

namespace CometHooks.Shopify;

/// <summary>One delivery as an event: the body is the resource itself, everything about the event is in the headers.</summary>
internal static class ShopifyEvent
{
    // What "Send test notification" of a shop's admin sends is the topic's sample of https://shopify.dev/docs/api/webhooks:
    // this order and this customer, in a signed body. They must not reach anyone as a sale or a lead.
    private const string StockOrder = "820982911946154508";
    private const string StockCustomer = "706405506930370084";

    public static SourceEvent Read(JsonElement root, ReadOnlyMemory<byte> body, ShopifyHeaders headers)
    {
        if (headers.Topic is not { } topic)
        {
            return SourceEvent.Unreadable(body, $"header {ShopifyHeaders.TopicName} is missing or not a topic");
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return SourceEvent.Unreadable(body, "not a Shopify webhook: the body is not a JSON object");
        }

        // Over the topic, too: orders/create and orders/paid of one moment may have the same body.
        var content = Signatures.Sha256Hex(Encoding.UTF8.GetBytes($"{headers.Shop}\n{topic}\n{Signatures.Sha256Hex(body.Span)}"));
        return new SourceEvent
        {
            // A Webhook-Id is one delivery with its retries. An Event-Id is shared by all topics that one action raises,
            // so it must never stand alone here: https://shopify.dev/docs/apps/build/webhooks/verify-deliveries.
            InboxKey = headers.WebhookId is { } id ? $"{headers.Shop} {topic} {id}" : content,

            // Always: ids are unsigned, and a replay without them or under others is still the same content.
            ContentKey = content,
            EventId = headers.EventId ?? headers.WebhookId ?? $"shopify:{content}",
            Type = topic,
            OccurredAt = headers.TriggeredAt
                ?? root.Field("updated_at").Time() ?? root.Field("processed_at").Time() ?? root.Field("created_at").Time(),
            Test = root.Field("test").Flag() is true || root.Field("id").Id() is StockOrder or StockCustomer || root.Field("order_id").Id() == StockOrder,
            Shop = headers.Shop,
            Body = JsonBody.AfterBom(body),
        };
    }
}
