using System.Text.Json;

namespace CometHooks.Load;

/// <summary>
/// The rule 'payment' of config/mappings/stripe.yaml as someone would write it for this one event and these ten fields:
/// one pass of the parser, and nothing is read twice. It explains nothing, and its change is a release.
/// </summary>
internal static class HandWritten
{
    public static Purchase? Map(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        if (!root.GetProperty("type").ValueEquals("charge.succeeded"))
        {
            return null;
        }

        var charge = root.GetProperty("data").GetProperty("object");
        var captured = Minor(charge, "amount_captured");
        if (!charge.GetProperty("captured").GetBoolean() || captured is not > 0 || Text(charge, "source_transfer") is not null)
        {
            return null;
        }

        var billing = charge.GetProperty("billing_details");
        var metadata = charge.GetProperty("metadata");
        var payment = Text(charge, "payment_intent") ?? Text(charge, "id")!;
        var currency = Text(charge, "currency")!.ToUpperInvariant();
        var ip = Text(metadata, "comet_ip");
        return new Purchase
        {
            Key = payment,
            Email = Text(billing, "email") ?? Text(charge, "receipt_email"),
            CometToken = Text(metadata, "comet_token"),
            Fingerprint = ip is not null ? Text(metadata, "comet_fingerprint") : null,
            Ip = ip,
            Phone = Text(billing, "phone"),
            FullName = Text(billing, "name"),
            Amount = CurrencyExponents.ToMajor(captured.Value, currency),
            Currency = currency,
            OrderId = payment,
            OrderName = Text(charge, "description"),
        };
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static long? Minor(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var minor) ? minor : null;
}
