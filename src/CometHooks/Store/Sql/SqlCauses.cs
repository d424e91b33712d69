using System.Text.RegularExpressions;

namespace CometHooks.Store.Sql;

/// <summary>What reasons have in common that were written for one conversion each: quoted values, numbers and ids taken out.</summary>
internal static partial class SqlCauses
{
    private const int Longest = 160;

    public static string Of(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
        {
            return "no reason was written";
        }

        var cause = Own().Replace(reason, "…");
        return cause.Length > Longest ? cause[..Longest] + "…" : cause;
    }

    // Within quotes; ids such as evt_1Abc; numbers of more than three digits, which are no HTTP status; addresses.
    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+@\S+|\b\w+_\w*\d\w*\b|\b\d{4,}\b|(?<=(?:conversion|webhook) )\d+""", RegexOptions.ExplicitCapture)]
    private static partial Regex Own();
}
