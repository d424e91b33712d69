using CometHooks.Deliver;

namespace CometHooks.Count;

/// <summary>An event as the money guards judge it: its amount in the destination's currency, and a refund kept from ad bidding.</summary>
/// <param name="Checked">The event with what was changed.</param>
/// <param name="Converted">How its amount was converted; null where it was not.</param>
/// <param name="Marked">Why it carries do_not_capi although its rule does not say so; null where nothing was added.</param>
internal sealed record PreparedEvent(CheckedEvent Checked, string? Converted, string? Marked)
{
    public static PreparedEvent Of(CheckedEvent checkedEvent, Facts facts, DestinationOptions destination)
    {
        var e = checkedEvent.Event;
        var converted = CurrencyConversion.Of(e, facts, destination);
        if (converted is not null)
        {
            e = e with { Order = e.Order with { Amount = converted.Amount, Currency = converted.Currency } };
        }

        // An ad platform would bid for the money that went back. What the rule says, true or false, stands.
        string? marked = null;
        if (facts.Refund == true && e.DoNotCapi is null)
        {
            e = e with { DoNotCapi = true };
            marked = "a refund must not feed ad bidding; the rule may set do_not_capi itself";
        }

        return new PreparedEvent(checkedEvent with { Event = e }, converted?.Text, marked);
    }
}
