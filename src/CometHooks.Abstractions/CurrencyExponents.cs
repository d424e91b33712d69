using System.Collections.Frozen;

namespace CometHooks;

/// <summary>
/// How many decimal places a currency's minor unit has in amounts of platforms that send minor units.
/// </summary>
/// <remarks>
/// Stripe's own table, https://docs.stripe.com/currencies, not ISO 4217: ISK and UGX are sent with two decimals that are
/// always 00, MGA with none.
/// </remarks>
public static class CurrencyExponents
{
    private static readonly FrozenSet<string> None = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");

    private static readonly FrozenSet<string> Three = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "BHD", "JOD", "KWD", "OMR", "TND");

    /// <summary>0, 2 or 3. Unknown currencies have 2.</summary>
    public static int Of(string currency) => None.Contains(currency) ? 0 : Three.Contains(currency) ? 3 : 2;

    /// <summary>An amount in minor units as major units, exact: 1999 USD is 19.99, 500 JPY is 500, 5120 KWD is 5.12.</summary>
    public static decimal ToMajor(decimal minor, string currency) => minor / Of(currency) switch { 0 => 1m, 3 => 1000m, _ => 100m };
}
