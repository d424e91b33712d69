using System.Text.Json;

namespace CometHooks.Stripe;

/// <summary>
/// The facts of an event, from payloads of both generations. Since API version 2025-03-31.basil a charge and a payment
/// intent no longer name their invoice, nor an invoice its payment or (at the top) its subscription:
/// https://docs.stripe.com/changelog/basil. What a payload does not say stays null; nothing is guessed.
/// </summary>
internal static class StripeFacts
{
    public static Facts Read(string type, JsonElement payload)
    {
        var data = payload.Field("data");
        var it = data.Field("object");
        var facts = it.Field("object").Text() switch
        {
            "charge" => Charge(it, type, data.Field("previous_attributes")),
            "payment_intent" => PaymentIntent(it),
            "checkout.session" => Session(it),
            "invoice" => Invoice(it),
            "invoice_payment" => InvoicePayment(it),
            "subscription" => new Facts { Subscription = it.Field("id").Id(), Invoice = it.Reference("latest_invoice") },
            "customer" => new Facts { Customer = it.Field("id").Id() },
            "refund" or "dispute" => MoneyBack(it),
            "credit_note" => MoneyBack(it) with { Invoice = it.Reference("invoice") },
            _ => Facts.None,
        };
        return facts with
        {
            Customer = facts.Customer ?? it.Reference("customer"),
            Account = payload.Field("account").Id(),
            Test = payload.Field("livemode").Flag() is { } live ? !live : null,
        };
    }

    private static Facts Charge(JsonElement charge, string type, JsonElement before)
    {
        var id = charge.Field("id").Id();
        var refunded = type == "charge.refunded";
        return new Facts
        {
            Payment = charge.Reference("payment_intent") ?? id,
            Charge = id,
            Invoice = charge.Reference("invoice"),
            Refund = refunded ? true : null,
        }.WithMoney(charge, refunded ? Refunded(charge, before) : Captured(charge));
    }

    // Very old payloads have no amount_captured; there a charge is captured as a whole or not at all.
    private static decimal? Captured(JsonElement charge) =>
        charge.Minor("amount_captured")
        ?? charge.Field("captured").Flag() switch { true => charge.Minor("amount"), false => 0, _ => null };

    // amount_refunded adds up over several partial refunds; this event is about the last of them.
    private static decimal? Refunded(JsonElement charge, JsonElement before) =>
        charge.Minor("amount_refunded") - (before.Minor("amount_refunded") ?? 0);

    private static Facts PaymentIntent(JsonElement intent)
    {
        var firstCharge = intent.Field("charges").Field("data") is { ValueKind: JsonValueKind.Array } charges && charges.GetArrayLength() > 0
            ? charges[0].Field("id").Id()
            : null;
        return new Facts
        {
            Payment = intent.Field("id").Id(),
            Charge = intent.Reference("latest_charge") ?? firstCharge,
            Invoice = intent.Reference("invoice"),
        }.WithMoney(intent, intent.Minor("amount_received"));
    }

    // In subscription mode a session names no payment in any version.
    private static Facts Session(JsonElement session) => new Facts
    {
        Session = session.Field("id").Id(),
        Payment = session.Reference("payment_intent"),
        Invoice = session.Reference("invoice"),
        Subscription = session.Reference("subscription"),
    }.WithMoney(session, session.Minor("amount_total"));

    private static Facts Invoice(JsonElement invoice) => new Facts
    {
        Invoice = invoice.Field("id").Id(),
        Payment = invoice.Reference("payment_intent") ?? invoice.Reference("charge"),
        Charge = invoice.Reference("charge"),
        Subscription = invoice.Reference("subscription")
            ?? invoice.Field("parent").Field("subscription_details").Reference("subscription"),
    }.WithMoney(invoice, invoice.Minor("amount_paid"));

    // Since basil the one link between an invoice and its payments, of which there may be several.
    private static Facts InvoicePayment(JsonElement link) => new Facts
    {
        Invoice = link.Reference("invoice"),
        Payment = link.Field("payment").Reference("payment_intent") ?? link.Field("payment").Reference("charge"),
        Charge = link.Field("payment").Reference("charge"),
    }.WithMoney(link, link.Minor("amount_paid"));

    private static Facts MoneyBack(JsonElement it) => new Facts
    {
        Payment = it.Reference("payment_intent") ?? it.Reference("charge"),
        Charge = it.Reference("charge"),
        Refund = true,
    }.WithMoney(it, it.Minor("amount"));

    private static Facts WithMoney(this Facts facts, JsonElement it, decimal? minor) =>
        it.Field("currency").Currency() is { } currency
            ? facts with { Currency = currency, Amount = minor is { } amount ? CurrencyExponents.ToMajor(amount, currency) : null }
            : facts;

    // Amounts are whole minor units. What lies beyond a long is no amount, and could overflow when calculated with.
    private static decimal? Minor(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var minor) ? minor : null;

    // Another object is named by its id, or stands there expanded.
    private static string? Reference(this JsonElement element, string name)
    {
        var value = element.Field(name);
        return value.ValueKind == JsonValueKind.Object ? value.Field("id").Id() : value.Id();
    }
}
