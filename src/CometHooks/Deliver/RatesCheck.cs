using System.Globalization;

namespace CometHooks.Deliver;

/// <summary>What is wrong with the rates of a destination: an amount at a wrong rate is worse than one that is not counted.</summary>
internal static class RatesCheck
{
    /// <summary>Every problem with the setting's name as the file writes it: <c>convert.0.rate</c>.</summary>
    public static IEnumerable<(string Setting, string Message)> Problems(DestinationOptions destination)
    {
        var own = destination.Currency.ToUpperInvariant();
        var known = new HashSet<(string From, DateOnly Since)>();
        foreach (var (index, line) in destination.Convert.Index())
        {
            var path = $"convert.{index}";
            var from = line.From.ToUpperInvariant();
            if (!FieldShape.IsCurrency(from))
            {
                yield return ($"{path}.from", line.From.Length == 0
                    ? "is missing: write the currency that is converted, for example from: EUR."
                    : $"must be three letters such as EUR, not '{line.From}'.");
            }
            else if (from == own)
            {
                yield return ($"{path}.from", $"is the destination's own currency, {own}, whose amounts need no rate: take the line away, or name the other currency.");
            }
            else if (line.Since is { } since && !known.Add((from, since)))
            {
                yield return ($"{path}.since", string.Create(CultureInfo.InvariantCulture, $"gives {from} a second rate from {since:yyyy-MM-dd} on: keep one of the two lines."));
            }

            if (line.Rate is null or <= 0)
            {
                yield return ($"{path}.rate", line.Rate is null
                    ? $"is missing: write how much {own} one unit is, for example rate: 1.0832."
                    : $"must be more than zero, not {line.Rate}: it is how much {own} one unit is, for example 1.0832.");
            }

            if (line.Since is null)
            {
                yield return ($"{path}.since", "is missing: write the first day (UTC) that the rate is for, for example since: 2026-11-01.");
            }
        }
    }
}
