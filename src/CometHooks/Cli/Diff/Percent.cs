using System.Globalization;

namespace CometHooks.Cli.Diff;

/// <summary>A share as it is given on a command line: <c>--fail-above 1%</c>.</summary>
internal static class Percent
{
    /// <summary>The share in percent, null where none is given; what is no share is printed.</summary>
    public static bool TryRead(string? text, out decimal? percent)
    {
        percent = null;
        if (text is null)
        {
            return true;
        }

        if (decimal.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 100)
        {
            percent = number;
            return true;
        }

        Console.Error.WriteLine($"error: '{text}' is not a share. Write: --fail-above 1%");
        return false;
    }
}
