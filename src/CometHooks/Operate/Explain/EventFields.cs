using System.Globalization;
using System.Text.Json.Nodes;
using CometHooks.Deliver;

namespace CometHooks.Operate.Explain;

/// <summary>The fields of a typed event under the names that rules write.</summary>
internal static class EventFields
{
    /// <summary>Those that have a value, in the order in which a person looks for them.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode>> Of(CometlyEvent e) => All(e).Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, f.Value!));

    private static IEnumerable<KeyValuePair<string, JsonNode?>> All(CometlyEvent e)
    {
        yield return new("event_time", e.EventTime?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
        yield return new("email", e.Person.Email);
        yield return new("comet_token", e.Visitor.CometToken);
        yield return new("fingerprint", e.Visitor.Fingerprint);
        yield return new("ip", e.Visitor.Ip);
        yield return new("phone", e.Person.Phone);
        yield return new("full_name", e.Person.FullName);
        yield return new("first_name", e.Person.FirstName);
        yield return new("last_name", e.Person.LastName);
        yield return new("amount", e.Order.Amount is { } amount ? JsonValue.Create(amount) : null);
        yield return new("currency", e.Order.Currency);
        yield return new("order_id", e.Order.OrderId);
        yield return new("order_name", e.Order.OrderName);
        yield return new("checkout_token", e.Order.CheckoutToken);
        yield return new("is_upsell", e.Order.IsUpsell);
        yield return new("upsell_common_id", e.Order.UpsellCommonId);
        yield return new("tracking_id", e.Visitor.TrackingId);
        yield return new("user_agent", e.Visitor.UserAgent);
        yield return new("url", e.Visitor.Url);
        yield return new("comet_source", e.Attribution.Source);
        yield return new("comet_network", e.Attribution.Network);
        yield return new("comet_campaign", e.Attribution.Campaign);
        yield return new("comet_ad_group", e.Attribution.AdGroup);
        yield return new("comet_ad_id", e.Attribution.AdId);
        yield return new("comet_keyword", e.Attribution.Keyword);
        yield return new("comet_type", e.Attribution.Type);
        yield return new("do_not_capi", e.DoNotCapi);
        foreach (var (name, value) in e.Extra)
        {
            yield return new(name, value is decimal number ? JsonValue.Create(number) : value.ToString());
        }
    }
}
