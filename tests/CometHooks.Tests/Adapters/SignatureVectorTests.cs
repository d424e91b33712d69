using System.Text.Json;
using static CometHooks.Tests.Adapters.Deliveries;

namespace CometHooks.Tests.Adapters;

public sealed class SignatureVectorTests
{
    private static readonly Dictionary<string, (ISourceAdapter Adapter, string Header)> Sources = new(StringComparer.Ordinal)
    {
        ["stripe"] = (new Stripe.StripeAdapter(), "Stripe-Signature"),
        ["shopify"] = (new Shopify.ShopifyAdapter(), "X-Shopify-Hmac-Sha256"),
    };

    [Fact]
    public void Published_signatures_are_judged_as_their_vendors_judge_them()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Adapters", "Data", "signature-vectors.json")));
        var vectors = file.RootElement.GetProperty("vectors").EnumerateArray().ToArray();
        Assert.Equal(4, vectors.Length);

        foreach (var vector in vectors)
        {
            var (adapter, header) = Sources[vector.Field("source").Text()!];
            var at = vector.Field("t").Time() ?? Now;
            var request = Request(
                Bytes(vector.GetProperty("body").GetString()!), [KeyValuePair.Create(header, vector.GetProperty("header").GetString()!)], at);

            var result = adapter.Verify(request, Settings(vector.GetProperty("secret").GetString()!)).Result;

            Assert.Equal(vector.GetProperty("valid").GetBoolean() ? VerificationResult.Valid : VerificationResult.Mismatch, result);
        }
    }
}
