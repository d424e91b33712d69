using System.Text.Json;

namespace CometHooks.Calendly;

/// <summary>
/// Calendly, API v2: https://developer.calendly.com/api-docs/webhook-signatures. What it verifies and reads is described in
/// this project's README.
/// </summary>
public sealed class CalendlyAdapter : ISourceAdapter
{
    private const string SignatureHeader = "Calendly-Webhook-Signature";

    // Three minutes, as in the vendor's own sample code.
    private static readonly TimeSpan DefaultTolerance = TimeSpan.FromSeconds(180);

    /// <inheritdoc/>
    public string Source => "calendly";

    /// <summary>
    /// It is not established that Calendly signs its retries anew. To refuse them would lose bookings after an outage
    /// and, after 24 hours, the subscription itself.
    /// </summary>
    public bool KeepsLate => true;

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
            return [CalendlyEvent.Read(document.RootElement, request.Body)];
        }
    }

    /// <inheritdoc/>
    public Facts ReadFacts(SourceEvent sourceEvent, JsonElement payload) => CalendlyFacts.Read(payload);

    /// <summary>Bookings have ids that are unique at Calendly: two subscriptions of one booking meet.</summary>
    public string? KeyScope(SourceEvent sourceEvent) => "calendly";

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
    public string? IdentityAdvice(string missing) => CalendlyAdvice.For(missing);
}
