using System.Globalization;
using System.Text;

namespace CometHooks.Proof.Hostility;

/// <summary>Small events of each platform, with a place for something hostile.</summary>
internal static class Bodies
{
    public static readonly string[] Sources = ["stripe", "shopify", "calendly"];

    /// <summary>An event that asks for a conversion.</summary>
    /// <param name="source">The platform.</param>
    /// <param name="id">What makes it another event.</param>
    public static byte[] Of(string source, string id) => With(source, id, "{}");

    /// <summary>The same, with this JSON where the shop may write what it likes.</summary>
    public static byte[] With(string source, string id, string json) => Encoding.UTF8.GetBytes(Text(source)
        .Replace("#id", id, StringComparison.Ordinal)
        .Replace("#now", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("#json", json, StringComparison.Ordinal));

    private static string Text(string source) => source switch
    {
        "stripe" => """{"id":"evt_#id","object":"event","type":"charge.succeeded","created":#now,"livemode":true,"data":{"object":{"id":"ch_#id","object":"charge","payment_intent":"pi_#id","amount":4900,"amount_captured":4900,"captured":true,"currency":"usd","billing_details":{"email":"ada@example.com"},"metadata":#json}}}""",
        "shopify" => """{"id":"#id","financial_status":"paid","total_price":"12.50","currency":"USD","contact_email":"ada@example.com","processed_at":"2026-11-01T10:00:00Z","note_attributes":#json}""",
        _ => """{"event":"invitee.created","created_at":"2026-11-01T10:00:00.000000Z","payload":{"uri":"https://api.calendly.com/scheduled_events/#id/invitees/#id","email":"ada@example.com","created_at":"2026-11-01T10:00:00.000000Z","tracking":#json}}""",
    };
}
