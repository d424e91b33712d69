using System.Text.Json;

namespace CometHooks.Proof.World;

/// <summary>An event as the platform that sends it knows it, without asking the hub's code.</summary>
/// <param name="Happening">What it tells.</param>
/// <param name="About">The sale or booking that it belongs to: of one sale, each Cometly event may count once.</param>
internal sealed record ClientEvent(Happening Happening, string About)
{
    private readonly JsonElement _body = JsonElement.Parse(Happening.Body);

    /// <summary>What the platform calls this event.</summary>
    public string Id => Happening.Source switch
    {
        "stripe" => _body.GetProperty("id").GetString()!,
        "shopify" => Topic.Id(Happening),
        _ => $"calendly:{_body.GetProperty("event").GetString()}:{Uuids(_body.GetProperty("payload").GetProperty("uri").GetString()!)}",
    };

    /// <summary>The payment or the order that it names; null where it names none.</summary>
    public string? Order => Happening.Source switch
    {
        "stripe" => Payment(_body.GetProperty("data").GetProperty("object")),
        "shopify" when Topic.Of(Happening).StartsWith("orders/", StringComparison.Ordinal) => _body.GetProperty("id").ToString(),
        _ => null,
    };

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
