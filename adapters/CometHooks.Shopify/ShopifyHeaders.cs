using System.Globalization;

namespace CometHooks.Shopify;

/// <summary>
/// What a delivery says in its headers. All but the HMAC are unsigned: a name that is no plain text of sensible length is
/// taken as absent. Both families are read, https://shopify.dev/docs/apps/build/webhooks/delivery-structure: <c>X-Shopify-…</c> and <c>Shopify-…</c>.
/// </summary>
internal sealed record ShopifyHeaders(string? Topic, string? Shop, string? WebhookId, string? EventId, DateTimeOffset? TriggeredAt)
{
    public const string HmacName = "X-Shopify-Hmac-Sha256";
    public const string TopicName = "X-Shopify-Topic";
    public const string ShopName = "X-Shopify-Shop-Domain";
    public const string WebhookIdName = "X-Shopify-Webhook-Id";
    public const string EventIdName = "X-Shopify-Event-Id";
    public const string TriggeredAtName = "X-Shopify-Triggered-At";

    // The longest that is kept in a key; Shopify's ids are UUIDs, a host name has at most 253 characters.
    private const int MaxLength = 253;

    public static string? Hmac(WebhookRequest request) => request.Header(HmacName) ?? request.Header("Shopify-Hmac-Sha256");

    // Read alone where a delivery is verified: nothing else is needed there.
    public static string? ShopOf(WebhookRequest request) =>
        Name(request.Header(ShopName) ?? request.Header("Shopify-Shop-Domain"))?.ToLowerInvariant();

    public static ShopifyHeaders Read(WebhookRequest request) => new(
        Name(request.Header(TopicName) ?? request.Header("Shopify-Topic")),
        ShopOf(request),
        Name(request.Header(WebhookIdName) ?? request.Header("Shopify-Webhook-Id")),
        Name(request.Header(EventIdName) ?? request.Header("Shopify-Event-Id")),
        Time(request.Header(TriggeredAtName) ?? request.Header("Shopify-Triggered-At")));

    // A comma would mean that the header came twice: which of the two is meant, nobody knows.
    private static string? Name(string? value) =>
        value is { Length: > 0 and <= MaxLength } && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':') ? value : null;

    // ISO 8601 with nanoseconds, of which 100 are kept.
    private static DateTimeOffset? Time(string? value) =>
        value is { Length: >= 19 and <= 40 } && char.IsAsciiDigit(value[0]) && value[4] == '-'
        && DateTimeOffset.TryParse(
            value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : null;
}
