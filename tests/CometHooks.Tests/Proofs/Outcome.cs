using System.Globalization;
using System.Text.Json;
using CometHooks.Cli.Demo;
using CometHooks.Store;

namespace CometHooks.Tests.Proofs;

/// <summary>What a run came to: the store at its end, and what counted at the stand-in.</summary>
internal sealed record Outcome(IReadOnlyList<WebhookRecord> Webhooks, IReadOnlyList<StandInRequest> Effects)
{
    public static readonly string[] Identity = ["comet_token", "fingerprint", "ip", "email", "phone", "full_name", "first_name", "last_name"];

    public IEnumerable<ConversionRecord> Conversions => Webhooks.SelectMany(w => w.Conversions);

    public int In(ConversionState state) => Conversions.Count(c => c.State == state);

    /// <summary>Event name, conversion key and amount of everything that counted, as often as it did.</summary>
    public IReadOnlyList<string> Money() => [.. Sent().Select(s => $"{s.About} {Amount(s.Body)}").Order(StringComparer.Ordinal)];

    /// <summary>What counted, and who Cometly was told it was.</summary>
    public IReadOnlyDictionary<string, string> Visitors(params string[] fields) => Sent().ToDictionary(
        s => s.About,
        s => string.Join(' ', (fields.Length > 0 ? fields : Identity).Select(f => $"{f}={Text(s.Body, f)}")),
        StringComparer.Ordinal);

    private IEnumerable<(string About, JsonElement Body)> Sent()
    {
        // A holder knows its own keys; what the conversion is about is all that the entry goes by.
        var keys = Conversions.Where(c => c.EntryId is not null).GroupBy(c => c.EntryId!.Value)
            .ToDictionary(g => g.Key, g => string.Join('+', g.SelectMany(c => c.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
        var entries = Conversions.Where(c => c.State == ConversionState.Delivered).ToDictionary(c => c.IdempotencyKey, c => c.EntryId!.Value, StringComparer.Ordinal);
        return Effects.Select(e => ($"{e.EventName} {keys[entries[e.IdempotencyKey!]]}", JsonElement.Parse(e.Body)));
    }

    private static string Amount(JsonElement body) =>
        body.TryGetProperty("amount", out var amount) ? amount.GetDecimal().ToString("0.00", CultureInfo.InvariantCulture) : "-";

    private static string Text(JsonElement body, string field) => body.TryGetProperty(field, out var value) ? value.ToString() : "-";
}
