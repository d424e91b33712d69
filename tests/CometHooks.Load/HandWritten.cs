using System.Text.Json;

namespace CometHooks.Load;

/// <summary>
/// The rule 'payment' of config/mappings/stripe.yaml as someone would write it for this one event and these ten fields:
/// one pass of the parser, names as bytes, nothing read twice. It explains nothing, and its change is a release.
/// </summary>
internal static class HandWritten
{
    public static Purchase? Map(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        if (!root.GetProperty("type"u8).ValueEquals("charge.succeeded"u8))
        {
            return null;
        }

        var charge = root.GetProperty("data"u8).GetProperty("object"u8);
        var captured = Minor(charge, "amount_captured"u8);
        if (!charge.GetProperty("captured"u8).GetBoolean() || captured is not > 0 || Text(charge, "source_transfer"u8) is not null)
        {
            return null;
        }

        var billing = charge.GetProperty("billing_details"u8);
        var metadata = charge.GetProperty("metadata"u8);
        var payment = Text(charge, "payment_intent"u8) ?? Text(charge, "id"u8)!;
        var currency = Text(charge, "currency"u8)!.ToUpperInvariant();
        var ip = Text(metadata, "comet_ip"u8);
        return new Purchase
        {
            Key = payment,
            Email = Text(billing, "email"u8) ?? Text(charge, "receipt_email"u8),
            CometToken = Text(metadata, "comet_token"u8),
            Fingerprint = ip is not null ? Text(metadata, "comet_fingerprint"u8) : null,
            Ip = ip,
            Phone = Text(billing, "phone"u8),
            FullName = Text(billing, "name"u8),
            Amount = CurrencyExponents.ToMajor(captured.Value, currency),
            Currency = currency,
            OrderId = payment,
            OrderName = Text(charge, "description"u8),
        };
    }

    private static string? Text(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static long? Minor(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var minor) ? minor : null;
}
