using System.Text.Json;
using CometHooks;

namespace SamplePlugin;

/// <summary>
/// An invented shop system. It posts <c>{"id","type","at","test","data":{…}}</c> and signs the raw body with HMAC-SHA256,
/// as hex, in <c>X-Acme-Signature</c>.
/// </summary>
public sealed class AcmeAdapter : ISourceAdapter
{
    private const string SignatureHeader = "X-Acme-Signature";

    public string Source => "acme";

    public Verification Verify(WebhookRequest request, SourceSettings settings) =>
        Signatures.CheckHex(request.Header(SignatureHeader), SignatureHeader, request.Body.Span, settings.Secrets);

    public IReadOnlyList<SourceEvent> Read(WebhookRequest request)
    {
        if (!JsonBody.TryParse(request.Body, out var document, out var reason))
        {
            return [SourceEvent.Unreadable(request.Body, reason)];
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.Field("id").Id() is not { } id || root.Field("type").Id() is not { } type)
            {
                return [SourceEvent.Unreadable(request.Body, "not an Acme event: 'id' or 'type' is missing")];
            }

            return
            [
                new SourceEvent
                {
                    InboxKey = id,
                    EventId = id,
                    Type = type,
                    OccurredAt = root.Field("at").Time(),
                    Test = root.Field("test").Flag() is true,
                    Body = JsonBody.AfterBom(request.Body),
                },
            ];
        }
    }

    public Facts ReadFacts(SourceEvent sourceEvent, JsonElement payload)
    {
        var data = payload.Field("data");
        return new Facts
        {
            Order = data.Field("order").Id(),
            Amount = data.Field("total").Number(),
            Currency = data.Field("currency").Currency(),
            Test = sourceEvent.Test,
        };
    }

    public IReadOnlyDictionary<string, string> SampleHeaders(Sample sample) => sample.Secret is { } secret
        ? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [SignatureHeader] = Signatures.SignHex(sample.Body.Span, secret) }
        : [];
}
