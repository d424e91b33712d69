using System.Text.Json;

namespace CometHooks.Stripe;

/// <summary>Stripe: https://docs.stripe.com/webhooks. What it verifies and reads is described in this project's README.</summary>
public sealed class StripeAdapter : ISourceAdapter
{
    private const string SignatureHeader = "Stripe-Signature";

    // The default of Stripe's own libraries. Every attempt is signed anew, so a late retry passes too.
    private static readonly TimeSpan DefaultTolerance = TimeSpan.FromSeconds(300);

    /// <inheritdoc/>
    public string Source => "stripe";

    /// <inheritdoc/>
    public Verification Verify(WebhookRequest request, SourceSettings settings) => Signatures.CheckTimestamped(
        request.Header(SignatureHeader), SignatureHeader, request.Body.Span, settings.Secrets, request.ReceivedAt, settings.Tolerance ?? DefaultTolerance);

    /// <inheritdoc/>
    public IReadOnlyList<SourceEvent> Read(WebhookRequest request)
    {
        if (!JsonBody.TryParse(request.Body, out var document, out var reason))
        {
            return [SourceEvent.Unreadable(request.Body, reason)];
        }

        using (document)
        {
            return [StripeEvent.Read(document.RootElement, request.Body)];
        }
    }

    /// <inheritdoc/>
    public Facts ReadFacts(SourceEvent sourceEvent, JsonElement payload) => StripeFacts.Read(sourceEvent.Type, payload);

    /// <summary>An event says its account only where it is a connected one.</summary>
    public string? KeyScope(SourceEvent sourceEvent) => sourceEvent.Account is { } account ? $"stripe/{account}" : null;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> SampleHeaders(Sample sample)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (sample.Secret is { } secret)
        {
            headers[SignatureHeader] = Signatures.SignTimestamped(sample.Body.Span, secret, sample.At);
        }

        return headers;
    }

    /// <inheritdoc/>
    public string? IdentityAdvice(string missing) => StripeAdvice.For(missing);
}
