using System.Globalization;
using CometHooks.Deliver;

namespace CometHooks.Count;

/// <param name="Amount">In the destination's currency, with exactly its decimals.</param>
/// <param name="Currency">The destination's currency.</param>
/// <param name="Text">How it came about: <c>100.00 EUR at 1.0832 (since 2026-11-01) = 108.32 USD</c>.</param>
internal sealed record ConvertedAmount(decimal Amount, string Currency, string Text);

/// <summary>
/// Counts an amount in the destination's currency, by the rate of the day on which the event happened: an event that is
/// mapped again a month later gives the same amount. Pure.
/// </summary>
internal static class CurrencyConversion
{
    /// <summary>Null where there is nothing to convert, or no rate for it.</summary>
    public static ConvertedAmount? Of(CometlyEvent e, Facts facts, DestinationOptions destination)
    {
        var own = destination.Currency.ToUpperInvariant();
        if (e.Order.Amount is not { } amount
            || (e.Order.Currency ?? facts.Currency)?.ToUpperInvariant() is not { } from
            || from == own
            || e.EventTime is not { } time
            || RateOf(from, DayOf(time), destination) is not { Rate: { } rate, Since: { } since }
            || Math.Abs(amount) > decimal.MaxValue / Math.Max(rate, 1))
        {
            return null;
        }

        // Adding the zero gives a short result its missing decimals: 110.0 becomes 110.00.
        var exponent = CurrencyExponents.Of(own);
        var converted = decimal.Round((amount * rate) + new decimal(0, 0, 0, isNegative: false, (byte)exponent), exponent, MidpointRounding.AwayFromZero);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Shown(amount, from)} at {rate} (since {since:yyyy-MM-dd}) = {Shown(converted, own)}");
        return new ConvertedAmount(converted, own, text);
    }

    /// <summary>The line that would convert the amount, for messages.</summary>
    public static string LineFor(string from, CometlyEvent e, DestinationOptions destination) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{{ from: {from}, rate: <how much {destination.Currency.ToUpperInvariant()} 1 {from} is>{(e.EventTime is { } time ? $", since: {DayOf(time):yyyy-MM-dd}" : "")} }}");

    // The latest that was in force on that day.
    private static RateOptions? RateOf(string from, DateOnly day, DestinationOptions destination) =>
        destination.Convert
            .Where(line => line.Since <= day && string.Equals(line.From, from, StringComparison.OrdinalIgnoreCase))
            .MaxBy(line => line.Since);

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private static string Shown(decimal amount, string currency) =>
        (amount + new decimal(0, 0, 0, isNegative: false, (byte)CurrencyExponents.Of(currency))).ToString(CultureInfo.InvariantCulture) + " " + currency;
}
