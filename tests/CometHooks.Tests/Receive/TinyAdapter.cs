using System.Text.Json;

namespace CometHooks.Tests.Receive;

/// <summary>
/// A source that signs like Stripe and sends <c>{"id", "type", "account", "shop"}</c>, or a list of such. A body that is
/// no JSON is unreadable.
/// </summary>
internal sealed class TinyAdapter(string source) : ISourceAdapter, CometHooks.Sources.IMayBeOff
{
    public const string Header = "X-Tiny-Signature";

    public string Source => source;

    public bool KeepsLate { get; set; }

    public bool Throws { get; set; }

    public string? OffBecause { get; set; }

    /// <summary>The URL of the last request.</summary>
    public Uri? SeenUrl { get; private set; }

    public Verification Verify(WebhookRequest request, SourceSettings settings)
    {
        SeenUrl = request.Url;
        return Signatures.CheckTimestamped(request.Header(Header), Header, request.Body.Span, settings.Secrets, request.ReceivedAt, settings.Tolerance ?? TimeSpan.FromMinutes(5));
    }

    public IReadOnlyList<SourceEvent> Read(WebhookRequest request)
    {
        if (Throws)
        {
            throw new InvalidOperationException("a bug in the adapter");
        }

        try
        {
            using var json = JsonDocument.Parse(request.Body);
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? [.. json.RootElement.EnumerateArray().Select(ReadOne)]
                : [ReadOne(json.RootElement)];
        }
        catch (JsonException)
        {
            return [SourceEvent.Unreadable(request.Body, "not JSON")];
        }
    }

    public Handshake? Handshake(WebhookRequest request) =>
        request.Url.Query.Contains("challenge=", StringComparison.Ordinal) ? new Handshake(200, "text/plain", request.Url.Query[11..]) : null;

    private static SourceEvent ReadOne(JsonElement e) => new()
    {
        InboxKey = Text(e, "id")!,
        EventId = Text(e, "id")!,
        Type = Text(e, "type")!,
        Account = Text(e, "account"),
        Shop = Text(e, "shop"),
        IgnoredBecause = Text(e, "nothing_in_it"),
    };

    private static string? Text(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;
}
