using CometHooks.Count;
using CometHooks.Deliver;

namespace CometHooks.Tests.Count;

public sealed class CurrencyConversionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("100.00", "EUR", "1.0832", "USD", "108.32", "100.00 EUR at 1.0832 (since 2026-11-01) = 108.32 USD")]
    [InlineData("49", "EUR", "1.1", "USD", "53.90", "49.00 EUR at 1.1 (since 2026-11-01) = 53.90 USD")]
    [InlineData("5000", "JPY", "0.00663", "USD", "33.15", "5000 JPY at 0.00663 (since 2026-11-01) = 33.15 USD")]
    [InlineData("19.99", "EUR", "162.5", "JPY", "3248", "19.99 EUR at 162.5 (since 2026-11-01) = 3248 JPY")]
    [InlineData("5.12", "KWD", "3.2541", "USD", "16.66", "5.120 KWD at 3.2541 (since 2026-11-01) = 16.66 USD")]
    [InlineData("16.66", "USD", "0.3073", "KWD", "5.120", "16.66 USD at 0.3073 (since 2026-11-01) = 5.120 KWD")]
    [InlineData("50000", "UGX", "0.000271", "USD", "13.55", "50000.00 UGX at 0.000271 (since 2026-11-01) = 13.55 USD")]
    [InlineData("10", "USD", "3690.125", "UGX", "36901.25", "10.00 USD at 3690.125 (since 2026-11-01) = 36901.25 UGX")]
    public void An_amount_is_converted_exactly_to_the_decimals_of_the_destinations_currency(
        string amount, string from, string rate, string to, string converted, string text)
    {
        var result = CurrencyConversion.Of(Paid(amount, from), Facts.None, Space(to, Rate(from, rate, "2026-11-01")));

        Assert.Equal((converted, to, text), (result!.Amount.ToString(provider: null), result.Currency, result.Text));
    }

    [Theory]
    [InlineData("1.00", "0.005", "0.01")]
    [InlineData("1.00", "0.015", "0.02")]
    [InlineData("1.00", "0.025", "0.03")]
    [InlineData("1.00", "0.0249999", "0.02")]
    [InlineData("-1.00", "0.025", "-0.03")]
    public void Half_of_the_last_decimal_is_rounded_up(string amount, string rate, string converted) =>
        Assert.Equal(converted, CurrencyConversion.Of(Paid(amount, "EUR"), Facts.None, Space("USD", Rate("EUR", rate, "2026-11-01")))!.Amount.ToString(provider: null));

    [Theory]
    [InlineData("2026-10-31T23:59:59Z", null)]
    [InlineData("2026-11-01T00:00:00Z", "1.10")]
    [InlineData("2026-11-14T23:59:59Z", "1.10")]
    [InlineData("2026-11-15T00:00:00Z", "1.20")]
    [InlineData("2026-11-15T01:00:00+02:00", "1.10")]
    [InlineData("2026-11-14T23:00:00-02:00", "1.20")]
    [InlineData("2027-06-01T00:00:00Z", "1.20")]
    public void The_latest_rate_that_began_by_the_events_day_in_utc_counts_wherever_it_stands(string time, string? converted)
    {
        var space = Space("USD", Rate("EUR", "1.2", "2026-11-15"), Rate("GBP", "9", "2026-01-01"), Rate("eur", "1.1", "2026-11-01"));
        var at = DateTimeOffset.Parse(time, provider: null);

        Assert.Equal(converted, CurrencyConversion.Of(Paid("1.00", "EUR") with { EventTime = at }, Facts.None, space)?.Amount.ToString(provider: null));
    }

    [Fact]
    public void The_sources_currency_counts_where_the_rule_names_none() =>
        Assert.Equal(1.10m, CurrencyConversion.Of(Paid("1.00", null), new Facts { Currency = "EUR" }, Space("USD", Rate("EUR", "1.1", "2026-11-01")))!.Amount);

    [Fact]
    public void Nothing_is_converted_without_an_amount_or_of_the_destinations_own_currency_or_of_an_unknown_one()
    {
        var space = Space("USD", Rate("EUR", "1.1", "2026-11-01"));

        Assert.Null(CurrencyConversion.Of(Paid(null, "EUR"), Facts.None, space));
        Assert.Null(CurrencyConversion.Of(Paid("1", "USD"), Facts.None, space));
        Assert.Null(CurrencyConversion.Of(Paid("1", null), Facts.None, space));
        Assert.Null(CurrencyConversion.Of(Paid("1", "GBP"), Facts.None, space));
    }

    [Fact]
    public void An_amount_that_no_decimal_could_hold_is_left_as_it_is() =>
        Assert.Null(CurrencyConversion.Of(Paid("79228162514264337593543950335", "EUR"), Facts.None, Space("USD", Rate("EUR", "1.1", "2026-11-01"))));

    private static CometlyEvent Paid(string? amount, string? currency) => new()
    {
        EventName = "purchase",
        EventTime = Noon,
        Order = new Order { Amount = amount is null ? null : decimal.Parse(amount, provider: null), Currency = currency },
    };

    private static DestinationOptions Space(string currency, params RateOptions[] rates) => new() { Currency = currency, Convert = rates };

    private static RateOptions Rate(string from, string rate, string since) =>
        new() { From = from, Rate = decimal.Parse(rate, provider: null), Since = DateOnly.Parse(since, provider: null) };
}
