using System.Text.Json;

namespace CometHooks.Proof.World;

/// <summary>An event as the platform that sends it knows it, without asking the hub's code.</summary>
/// <param name="Happening">What it tells.</param>
/// <param name="About">The sale or booking that it belongs to: of one sale, each Cometly event may count once.</param>
internal sealed record ClientEvent(Happening Happening, string About)
{
    /// <summary>What the platform calls this event.</summary>
    public string Id { get; } = IdOf(Happening);

    /// <summary>The payment or the order that it names; null where it names none.</summary>
    public string? Order { get; } = OrderOf(Happening);

    private static string IdOf(Happening happening) => happening.Source switch
    {
        "stripe" => Body(happening).GetProperty("id").GetString()!,
        "shopify" => Topic.Id(happening),
        _ => $"calendly:{Body(happening).GetProperty("event").GetString()}:{Uuids(Body(happening).GetProperty("payload").GetProperty("uri").GetString()!)}",
    };

    private static string? OrderOf(Happening happening) => happening.Source switch
    {
        "stripe" => Payment(Body(happening).GetProperty("data").GetProperty("object")),
        "shopify" when Topic.Of(happening).StartsWith("orders/", StringComparison.Ordinal) => Body(happening).GetProperty("id").ToString(),
        _ => null,
    };

    private static JsonElement Body(Happening happening) => JsonElement.Parse(happening.Body);

    private static string? Payment(JsonElement subject) =>
        subject.GetProperty("object").GetString() == "payment_intent" ? subject.GetProperty("id").GetString()
        : subject.TryGetProperty("payment_intent", out var payment) ? payment.GetString()
        : null;

    // …/scheduled_events/E/invitees/I
    private static string Uuids(string uri)
    {
        var parts = uri.Split('/');
        return $"{parts[^3]}:{parts[^1]}";
    }
}
