using System.Text.Json;

namespace CometHooks.Calendly;

/// <summary>The facts of a Calendly event. Amounts are in major units already.</summary>
internal static class CalendlyFacts
{
    public static Facts Read(JsonElement root)
    {
        var payload = root.Field("payload");
        var payment = payload.Field("payment");
        return new Facts
        {
            Booking = IsInvitee(payload) ? payload.Field("uri").Id() : null,
            Payment = payment.Field("external_id").Id(),
            Amount = payment.Field("amount").Number(),
            Currency = payment.Field("currency").Currency(),
        };
    }

    // A routing form or an event type has an address too, but is no booking.
    private static bool IsInvitee(JsonElement payload) =>
        payload.Field("uri").Text()?.Contains("/invitees/", StringComparison.Ordinal) is true;
}
