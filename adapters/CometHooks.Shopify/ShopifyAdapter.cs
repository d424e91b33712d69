using System.Text.Json;

namespace CometHooks.Shopify;

/// <summary>Shopify: https://shopify.dev/docs/apps/build/webhooks. What it verifies and reads is described in this project's README.</summary>
public sealed class ShopifyAdapter : ISourceAdapter
{
    /// <inheritdoc/>
    public string Source => "shopify";

    /// <inheritdoc/>
    public Verification Verify(WebhookRequest request, SourceSettings settings)
    {
        var verification = Signatures.CheckBase64(
            ShopifyHeaders.Hmac(request), ShopifyHeaders.HmacName, request.Body.Span, settings.Secrets);

        // The signature covers the body only: the shop is a claim until it is compared. First the signature, so that
        // nobody learns from the answer which shop an endpoint belongs to.
        return verification.Result == VerificationResult.Valid
            && settings.Shop is { Length: > 0 } shop
            && !shop.Equals(ShopifyHeaders.ShopOf(request), StringComparison.OrdinalIgnoreCase)
            ? Verification.Mismatch("wrong shop")
            : verification;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceEvent> Read(WebhookRequest request)
    {
        if (!JsonBody.TryParse(request.Body, out var document, out var reason))
        {
            return [SourceEvent.Unreadable(request.Body, reason)];
        }

        using (document)
        {
            return [ShopifyEvent.Read(document.RootElement, request.Body, ShopifyHeaders.Read(request))];
        }
    }

    /// <inheritdoc/>
    public Facts ReadFacts(SourceEvent sourceEvent, JsonElement payload) => ShopifyFacts.Read(sourceEvent, payload);

    /// <inheritdoc/>
    public PrivacyRequest? ReadPrivacyRequest(SourceEvent sourceEvent, JsonElement payload) => ShopifyPrivacy.Read(sourceEvent, payload);

    /// <inheritdoc/>
    public string? KeyScope(SourceEvent sourceEvent) => sourceEvent.Shop is { } shop ? $"shopify/{shop}" : null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> SampleHeaders(Sample sample) => ShopifySample.Headers(sample);

    /// <inheritdoc/>
    public string? IdentityAdvice(string missing) => ShopifyAdvice.For(missing);
}
