using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace CometHooks.Operate.Scrub;

/// <summary>
/// Values that belong to nobody, each in place of a real one: the same wherever the real one stands, so that what was linked
/// stays linked, and of its kind and shape, so that a mapping reads it as it read the real one.
/// </summary>
internal sealed partial class InventedValues
{
    private const int Tries = 5;

    private static readonly string[] Names = ["Alex", "Example", "Robin", "Sample", "Kim", "Tester", "Sam", "Placeholder"];

    private readonly Dictionary<(string Kind, string Real), string> _invented = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>An address at a domain that nobody has (https://www.rfc-editor.org/rfc/rfc2606).</summary>
    public string Email(string real) => Of("email", real.Trim().ToLowerInvariant(), n => $"visitor{n}@example.com");

    /// <summary>A number that is never given to anybody, 555-0100 to 555-0199 are for fiction; with its country only where the real one has it.</summary>
    public string Phone(string real) => Of(real.TrimStart().StartsWith('+') ? "phone" : "phone at home", string.Concat(real.Where(char.IsAsciiDigit)), n =>
        (real.TrimStart().StartsWith('+') ? "+1415555" : "(415)555-") + (100 + ((n - 1) % 100)).ToString("0000", CultureInfo.InvariantCulture));

    /// <summary>An address of documentation (https://www.rfc-editor.org/rfc/rfc5737, rfc3849).</summary>
    public string Ip(string real) => Of("ip", real, n => real.Contains(':', StringComparison.Ordinal) ? $"2001:db8::{n:x}" : $"203.0.113.{1 + ((n - 1) % 254)}");

    /// <summary>Word by word, so that a first name is that of the full name.</summary>
    public string Name(string real) => string.Join(' ', real.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(
        word => Of("name", word.ToLowerInvariant(), n => n <= Names.Length ? Names[n - 1] : $"Name{n}")));

    public string Text(string real) => Of("text", real, n => $"Text {n}");

    /// <summary>What is written in parts, such as <c>gid://shopify/Order/1</c>: each part that tells something is another one.</summary>
    public string Ids(string real) => Part().Replace(real, m => m.Value.Any(char.IsAsciiDigit) && m.Length > 3 ? Id(m.Value) : m.Value);

    /// <summary>An id of the same shape. A platform's prefix (<c>ch_…</c>, <c>cs_live_…</c>) stays: mappings look at it.</summary>
    public string Id(string real)
    {
        var prefix = real.Length - Prefix().Match(real).Length >= 14 ? Prefix().Match(real).Value : "";
        return prefix + Of("id", real[prefix.Length..], _ => Shaped(real[prefix.Length..]));
    }

    private string Of(string kind, string real, Func<int, string> invent)
    {
        if (!_invented.TryGetValue((kind, real), out var invented))
        {
            // By chance somebody is called as an invented person is.
            for (var tries = 0; tries < Tries && (invented is null || string.Equals(invented, real, StringComparison.OrdinalIgnoreCase)); tries++)
            {
                _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
                invented = invent(_counts[kind]);
            }

            _invented[(kind, real)] = invented!;
        }

        return invented!;
    }

    // Hex stays hex, digits digits; the first digit of a number stays, so that it has as many digits as before.
    private static string Shaped(string real)
    {
        var isNumber = real.All(char.IsAsciiDigit);
        var isHex = real.All(c => c == '-' || char.IsAsciiHexDigitLower(c));
        var shaped = new StringBuilder(real.Length);
        foreach (var c in real)
        {
            shaped.Append(
                isNumber && shaped.Length == 0 ? c
                : isNumber || (char.IsAsciiDigit(c) && !isHex) ? One("0123456789")
                : isHex && c != '-' ? One("0123456789abcdef")
                : char.IsAsciiLetterLower(c) ? One("abcdefghijkmnpqrstuvwxyz")
                : char.IsAsciiLetterUpper(c) ? One("ABCDEFGHJKLMNPQRSTUVWXYZ")
                : char.IsLetterOrDigit(c) ? 'x'
                : c);
        }

        return shaped.ToString();
    }

    private static char One(string of) => of[RandomNumberGenerator.GetInt32(of.Length)];

    [GeneratedRegex("[A-Za-z0-9_-]+")]
    private static partial Regex Part();

    [GeneratedRegex("^(?:[a-z]{1,8}_)*", RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();
}
