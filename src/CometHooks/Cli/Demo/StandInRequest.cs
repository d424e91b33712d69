using System.Text.Json;

namespace CometHooks.Cli.Demo;

/// <summary>One request at the stand-in.</summary>
/// <param name="Body">Exactly what was posted.</param>
/// <param name="EventName">Its event_name.</param>
/// <param name="IdempotencyKey">Its idempotency_key.</param>
/// <param name="OrderId">Its order_id.</param>
/// <param name="Problem">Why Cometly would answer 422; null: it would not.</param>
internal sealed record StandInRequest(string Body, string? EventName, string? IdempotencyKey, string? OrderId, string? Problem)
{
    public static StandInRequest Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new StandInRequest(body, Text(root, "event_name"), Text(root, "idempotency_key"), Text(root, "order_id"), ProblemOf(root))
                : Unreadable(body);
        }
        catch (JsonException)
        {
            return Unreadable(body);
        }
    }

    private static StandInRequest Unreadable(string body) => new(body, null, null, null, "The body must be a JSON object.");

    private static string? ProblemOf(JsonElement root)
    {
        if (Text(root, "event_name") is null)
        {
            return "The event name field is required.";
        }

        if (root.TryGetProperty("amount", out var amount) && amount.ValueKind != JsonValueKind.Number)
        {
            return "The amount must be a number.";
        }

        return Text(root, "email") is null && Text(root, "comet_token") is null && (Text(root, "fingerprint") is null || Text(root, "ip") is null)
            ? "At least one of email, comet_token, or fingerprint and ip is required."
            : null;
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
