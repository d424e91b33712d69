using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Count;

/// <param name="State">pending, excluded or rejected.</param>
/// <param name="Reason">Why, unless pending.</param>
internal sealed record Verdict(ConversionState State, string? Reason)
{
    public static Verdict Pending { get; } = new(ConversionState.Pending, null);
}

/// <summary>
/// What keeps wrong money from being counted, each check under its name. A guard that takes an event out outranks what
/// Cometly would refuse: nobody has to repair a test event.
/// </summary>
internal static class MoneyGuards
{
    private const string Purchase = "purchase";

    public static Verdict Judge(CheckedEvent checkedEvent, Facts facts, bool testEvent, string destinationName, DestinationOptions destination)
    {
        var e = checkedEvent.Event;
        var exclusion = Test(testEvent || facts.Test == true, destination) ?? Refund(e, facts) ?? Negative(e) ?? Zero(e);
        if (exclusion is not null)
        {
            return new Verdict(ConversionState.Excluded, exclusion);
        }

        var rejections = checkedEvent.Rejections.ToList();
        if (Currency(e, facts, destinationName, destination) is { } currency)
        {
            rejections.Add(currency);
        }

        // Who the visitor was, another event may tell: that alone is the ledger's and the holding's business.
        return rejections.All(r => r == checkedEvent.Lacking) ? Verdict.Pending : new Verdict(ConversionState.Rejected, string.Join("; ", rejections));
    }

    private static string? Test(bool test, DestinationOptions destination) =>
        test && destination.TestEvents != "send" ? "test: the source marks this event as a test" : null;

    // A custom event may say "refund" at Cometly; a standard one would count the money as earned.
    private static string? Refund(CometlyEvent e, Facts facts) =>
        facts.Refund == true && !e.EventName.StartsWith("custom_event_", StringComparison.Ordinal) ? "refund: never a purchase" : null;

    private static string? Negative(CometlyEvent e) =>
        e is { EventName: Purchase, Order.Amount: < 0 } ? "negative: money that flows back is never a purchase" : null;

    private static string? Zero(CometlyEvent e) =>
        e is { EventName: Purchase, Order.Amount: 0 } ? "zero: nothing was paid" : null;

    // Cometly has no currency field: it reads every amount in the space's own. What has a rate was converted before. Where neither rule nor source says in what
    // currency an amount is, the destination's is assumed: there is nothing to compare with.
    private static string? Currency(CometlyEvent e, Facts facts, string destinationName, DestinationOptions destination)
    {
        var currency = e.Order.Currency ?? facts.Currency;
        if (e.Order.Amount is not { } amount
            || currency is null
            || !FieldShape.IsCurrency(currency.ToUpperInvariant())
            || string.Equals(currency, destination.Currency, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return $"currency: {amount} {currency.ToUpperInvariant()} at a {destination.Currency.ToUpperInvariant()} destination; "
            + $"send it to a destination with currency: {currency.ToUpperInvariant()}, or set the currency of '{destinationName}' if its space counts in it, "
            + $"or give its list 'convert' a rate, and restart the hub: {CurrencyConversion.LineFor(currency.ToUpperInvariant(), e, destination)}";
    }
}
