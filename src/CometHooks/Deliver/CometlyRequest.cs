using System.Text.Json.Serialization;

namespace CometHooks.Deliver;

/// <summary>The flat body of Cometly's create-event call, https://developers.cometly.com. Nulls are left out.</summary>
internal sealed record CometlyRequest
{
    [JsonPropertyName("event_name")]
    public string? EventName { get; init; }

    [JsonPropertyName("event_time")]
    public string? EventTime { get; init; }

    [JsonPropertyName("idempotency_key")]
    public string? IdempotencyKey { get; init; }

    [JsonPropertyName("email")]
    public string? Email { get; init; }

    [JsonPropertyName("comet_token")]
    public string? CometToken { get; init; }

    [JsonPropertyName("fingerprint")]
    public string? Fingerprint { get; init; }

    [JsonPropertyName("ip")]
    public string? Ip { get; init; }

    [JsonPropertyName("tracking_id")]
    public string? TrackingId { get; init; }

    [JsonPropertyName("full_name")]
    public string? FullName { get; init; }

    [JsonPropertyName("first_name")]
    public string? FirstName { get; init; }

    [JsonPropertyName("last_name")]
    public string? LastName { get; init; }

    [JsonPropertyName("phone")]
    public string? Phone { get; init; }

    [JsonPropertyName("user_agent")]
    public string? UserAgent { get; init; }

    [JsonPropertyName("url")]
    public string? Url { get; init; }

    /// <summary>Major units; a decimal is written with exactly its digits.</summary>
    [JsonPropertyName("amount")]
    public decimal? Amount { get; init; }

    [JsonPropertyName("order_id")]
    public string? OrderId { get; init; }

    [JsonPropertyName("order_name")]
    public string? OrderName { get; init; }

    [JsonPropertyName("checkout_token")]
    public string? CheckoutToken { get; init; }

    [JsonPropertyName("is_upsell")]
    public bool? IsUpsell { get; init; }

    [JsonPropertyName("upsell_common_id")]
    public string? UpsellCommonId { get; init; }

    [JsonPropertyName("comet_source")]
    public string? CometSource { get; init; }

    [JsonPropertyName("comet_network")]
    public string? CometNetwork { get; init; }

    [JsonPropertyName("comet_campaign")]
    public string? CometCampaign { get; init; }

    [JsonPropertyName("comet_ad_group")]
    public string? CometAdGroup { get; init; }

    [JsonPropertyName("comet_ad_id")]
    public string? CometAdId { get; init; }

    [JsonPropertyName("comet_keyword")]
    public string? CometKeyword { get; init; }

    [JsonPropertyName("comet_type")]
    public string? CometType { get; init; }

    [JsonPropertyName("do_not_capi")]
    public bool? DoNotCapi { get; init; }

    /// <summary>profile_field_1 to profile_field_30, written beside the others.</summary>
    [JsonExtensionData]
    public Dictionary<string, object> Extra { get; init; } = [];
}
