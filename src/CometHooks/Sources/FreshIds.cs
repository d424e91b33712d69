using System.Text;
using System.Text.RegularExpressions;

namespace CometHooks.Sources;

/// <summary>
/// Makes a sample a different event: every id of the event, and of what it is about, is replaced by a fresh one, the same
/// wherever it stands. Customers, products and prices stay.
/// </summary>
internal static partial class FreshIds
{
    public static byte[] In(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var fresh = new Dictionary<string, string>(StringComparer.Ordinal);
        string Replace(Match match)
        {
            if (!fresh.TryGetValue(match.Value, out var id))
            {
                id = match.Groups["number"].Success
                    ? $"{Random.Shared.NextInt64(5_000_000_000_000_000_000, 8_999_999_999_999_999_999)}"
                    : match.Groups["prefix"].Value + Guid.NewGuid().ToString("N")[..24];
                fresh[match.Value] = id;
            }

            return id;
        }

        return Encoding.UTF8.GetBytes(IdPattern().Replace(text, Replace));
    }

    // Stripe's ids of events and money, Shopify's numeric ids of 13 digits and more behind "id" and "order_id" and its
    // tokens, Calendly's last path segments.
    [GeneratedRegex("""
        (?<prefix>\b(?:evt|ch|py|pi|cs_live|cs|in|inpay|sub|re)_)[A-Za-z0-9]{8,}\b
        |(?<prefix>"(?:checkout_|cart_)?token":\s*")[^"]+(?=")
        |(?<=(?:"id"|"order_id"|"checkout_id"):\s*)(?<number>[0-9]{13,19})\b
        |(?<prefix>(?:/scheduled_events/|/invitees/|/invitee_no_shows/|/routing_form_submissions/))[A-Za-z0-9-]{8,}
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex IdPattern();
}
