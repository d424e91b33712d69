using System.Security.Cryptography;
using System.Text;
using CometHooks.Deliver;

namespace CometHooks.Map.Expressions;

/// <summary>What JSONata does not have and webhooks need. Something missing or null makes the result missing.</summary>
internal static class OwnFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new("money", "$money(minor, currency)", 2, [Parameter.NumberOrNull, Parameter.TextOrNull], Money),
        new("phone", "$phone(text, country)", 1, [Parameter.TextOrNull, Parameter.TextOrNull], Phone),
        new("sha256", "$sha256(text)", 1, [Parameter.TextOrNull], Sha256),
    ];

    private static Value Money(ref Frame frame, in Arguments arguments, Call call)
    {
        if (arguments[0].IsMissing || arguments[1].IsMissing)
        {
            return Value.Missing;
        }

        arguments[0].TryNumber(out var minor);
        return Value.Of(CurrencyExponents.ToMajor(minor, arguments[1].Text));
    }

    /// <summary>A number that cannot be read is missing: an optional field never costs a conversion.</summary>
    private static Value Phone(ref Frame frame, in Arguments arguments, Call call) =>
        !arguments[0].IsMissing && PhoneFormat.TryDigits(arguments[0].Text, arguments[1].IsMissing ? null : arguments[1].Text, out var digits)
            ? Value.Of(digits)
            : Value.Missing;

    private static Value Sha256(ref Frame frame, in Arguments arguments, Call call)
    {
        if (arguments[0].IsMissing)
        {
            return Value.Missing;
        }

        var text = arguments[0].Text;
        return frame.Spend(text.Length)
            ? Value.Of(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))))
            : call.Place.TooMuchWork();
    }
}
