using System.Text.Json;

namespace CometHooks.Shopify;

/// <summary>
/// The compliance webhooks: https://shopify.dev/docs/apps/build/privacy-law-compliance. shop/redact comes 48 hours after the
/// app was uninstalled; a customer's request is to be met within 30 days.
/// </summary>
internal static class ShopifyPrivacy
{
    // "+1613555…" stands in orders with and without its plus.
    private const int ShortestPhone = 7;

    public static PrivacyRequest? Read(SourceEvent sourceEvent, JsonElement it) => sourceEvent.Type switch
    {
        // The topic is not signed either: a customer's request must not become a shop's, nor a question an erasure.
        "customers/redact" when !Has(it, "data_request") => OfCustomer(PrivacyRequestKind.EraseCustomer, sourceEvent, it, "orders_to_redact"),
        "customers/data_request" => OfCustomer(PrivacyRequestKind.ShowCustomer, sourceEvent, it, "orders_requested"),
        "shop/redact" when !Has(it, "customer") && IsOfThisShop(sourceEvent, it) => new PrivacyRequest { Kind = PrivacyRequestKind.EraseShop, Shop = sourceEvent.Shop },
        _ => null,
    };

    private static PrivacyRequest? OfCustomer(PrivacyRequestKind kind, SourceEvent sourceEvent, JsonElement it, string orders)
    {
        if (!Has(it, "customer") || !IsOfThisShop(sourceEvent, it))
        {
            return null;
        }

        var customer = it.Field("customer");
        var phone = customer.Field("phone").Text() is { } text ? string.Concat(text.Where(char.IsAsciiDigit)) : "";
        var ids = it.Field(orders) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(o => o.Id()) : [];
        return new PrivacyRequest
        {
            Kind = kind,
            Email = customer.Field("email").Text(),
            Ids = [.. ids.Append(customer.Field("id").Id()).Append(phone.Length >= ShortestPhone ? phone : null).OfType<string>().Distinct(StringComparer.Ordinal)],
            Shop = sourceEvent.Shop,
        };
    }

    private static bool Has(JsonElement it, string name) => it.ValueKind == JsonValueKind.Object && it.TryGetProperty(name, out _);

    // The header that names the shop is not signed, the body is: a request of one shop must not be turned against another.
    private static bool IsOfThisShop(SourceEvent sourceEvent, JsonElement it) =>
        it.Field("shop_domain").Text() is { } shop && shop.Equals(sourceEvent.Shop, StringComparison.OrdinalIgnoreCase);
}
