using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace CometHooks.Shopify;

/// <summary>The headers with which Shopify would send a sample; ids come from the body, so that they are the same every time.</summary>
internal static class ShopifySample
{
    public static Dictionary<string, string> Headers(Sample sample)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            [ShopifyHeaders.TopicName] = Topic(sample.Name),
            [ShopifyHeaders.ShopName] = sample.FromShop ?? Shop(sample.Body),
            [ShopifyHeaders.WebhookIdName] = IdOf("webhook:", sample.Body.Span),
            [ShopifyHeaders.EventIdName] = IdOf("event:", sample.Body.Span),
            [ShopifyHeaders.TriggeredAtName] = sample.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
        };
        if (sample.Secret is { } secret)
        {
            headers[ShopifyHeaders.HmacName] = Signatures.SignBase64(sample.Body.Span, secret);
        }

        return headers;
    }

    // orders_paid.card.json is of the topic orders/paid.
    private static string Topic(string name)
    {
        var first = name.Split('.')[0];
        var underscore = first.IndexOf('_', StringComparison.Ordinal);
        return underscore < 0 ? first : $"{first[..underscore]}/{first[(underscore + 1)..]}";
    }

    private static string Shop(ReadOnlyMemory<byte> body)
    {
        if (!JsonBody.TryParse(body, out var document, out _))
        {
            return Sample.Shop;
        }

        using (document)
        {
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? root.Field("shop_domain").Id() ?? root.Field("myshopify_domain").Id() ?? Sample.Shop
                : Sample.Shop;
        }
    }

    private static string IdOf(string use, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. System.Text.Encoding.ASCII.GetBytes(use), .. body];
        return new Guid(SHA256.HashData(content).AsSpan(0, 16)).ToString();
    }
}
