using System.Diagnostics.CodeAnalysis;
using PhoneNumbers;

namespace CometHooks.Deliver;

/// <summary>Phone numbers as Cometly wants them: country code and digits.</summary>
internal static class PhoneFormat
{
    /// <summary>Reads a number; a national one needs the country (two letters). Gives digits without the plus sign.</summary>
    public static bool TryDigits(string text, string? country, [NotNullWhen(true)] out string? digits)
    {
        digits = null;
        var util = PhoneNumberUtil.GetInstance();
        try
        {
            var number = util.Parse(text, string.IsNullOrWhiteSpace(country) ? "ZZ" : country.Trim().ToUpperInvariant());
            if (!util.IsPossibleNumber(number))
            {
                return false;
            }

            digits = util.Format(number, PhoneNumberFormat.E164)[1..];
            return true;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }
}
