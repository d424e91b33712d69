using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CometHooks.Operate.Rehearse;
using CometHooks.Store;

namespace CometHooks.Operate.Scrub;

/// <summary>An example as it stands in a mapping file. Texts are quoted as JSON does, which YAML reads too.</summary>
internal static class ExampleText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Made anew for each event, or long beyond reading.
    private static readonly string[] LeftOut = ["idempotency_key", "event_time", "user_agent"];

    public static string Of(WebhookRecord webhook, string file, string currency, IReadOnlyList<RehearsedWebhook> rehearsed)
    {
        var conversions = rehearsed.SelectMany(r => r.Conversions).OrderBy(c => c.Record.Id).ToList();
        var sent = conversions.Where(c => c.Record.State == ConversionState.Pending).ToList();
        var ends = conversions.Except(sent).Select(c => Words.Of(c.Record.State))
            .Concat(rehearsed.Where(r => r.Record.State is WebhookState.Failed or WebhookState.Ignored).Select(r => Words.Of(r.Record.State)))
            .GroupBy(state => state, StringComparer.Ordinal)
            .Select(g => $"{g.Key}: {g.Count()}")
            .ToList();

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"  - name: {Quoted($"{webhook.Type} of {webhook.ReceivedAt.UtcDateTime:yyyy-MM-dd}, wh_{webhook.Id}")}\n");
        if (currency != "USD")
        {
            text.Append(CultureInfo.InvariantCulture, $"    currency: {currency}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"    events: [ {Quoted(file)} ]\n");
        text.Append(sent.Count == 0 ? "    sends: []\n" : "    sends:\n");
        foreach (var conversion in sent)
        {
            text.Append(CultureInfo.InvariantCulture, $"      - {{ {Fields(conversion.Body)} }}\n");
        }

        return text.Append(ends.Count == 0 ? "" : $"    ends: {{ {string.Join(", ", ends)} }}\n").ToString();
    }

    private static string Fields(string body)
    {
        using var document = JsonDocument.Parse(body);
        return string.Join(", ", document.RootElement.EnumerateObject()
            .Where(f => !LeftOut.Contains(f.Name) && f.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            .Select(f => $"{f.Name}: {(f.Value.ValueKind == JsonValueKind.String ? Quoted(f.Value.GetString()!) : f.Value.GetRawText())}"));
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);
}
