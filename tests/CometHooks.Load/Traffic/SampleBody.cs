using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CometHooks.Load.Traffic;

/// <summary>
/// A shipped sample whose ids are overwritten where they stand, so that each copy is another event of another buyer. The
/// same number gives the same ids in every sample: what belongs together stays together.
/// </summary>
internal sealed partial class SampleBody
{
    private const int Mark = 8;
    private readonly byte[] _body;
    private readonly List<(int At, bool Number)> _marks = [];

    /// <param name="source">The source whose sample it is.</param>
    /// <param name="name">The sample's file name.</param>
    /// <param name="least">The least length: what is shorter is filled up with spaces behind it.</param>
    public SampleBody(string source, string name, int least)
    {
        (Source, Name) = (source, name);
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "config", "samples", source, name));
        text = EmailPattern().Replace(text, Lengthened).PadRight(least);

        // Samples have names with accents: places are counted in bytes.
        foreach (Match match in IdPattern().Matches(text))
        {
            _marks.Add((Encoding.UTF8.GetByteCount(text.AsSpan(0, match.Index + match.Length)) - Mark, match.Groups["number"].Success));
        }

        foreach (Match match in EmailPattern().Matches(text))
        {
            _marks.Add((Encoding.UTF8.GetByteCount(text.AsSpan(0, match.Index)), false));
        }

        _body = Encoding.UTF8.GetBytes(text);
    }

    public string Source { get; }

    public string Name { get; }

    public byte[] Of(int number)
    {
        Span<byte> letters = stackalloc byte[Mark];
        Span<byte> digits = stackalloc byte[Mark];
        Encoding.ASCII.GetBytes(number.ToString("x8", CultureInfo.InvariantCulture), letters);
        Encoding.ASCII.GetBytes((number % 100_000_000).ToString("d8", CultureInfo.InvariantCulture), digits);
        var body = _body.ToArray();
        foreach (var (at, isNumber) in _marks)
        {
            (isNumber ? digits : letters).CopyTo(body.AsSpan(at));
        }

        return body;
    }

    // Room for the mark in front of the address.
    private static string Lengthened(Match match) => $"{new string('0', Mark)}.{match.Value}";

    // As in FreshIds, and the customers too: one buyer of a hundred thousand things would be another load.
    [GeneratedRegex("""
        \b(?:evt|ch|py|pi|cs_live|cs|in|inpay|sub|re|cus)_[A-Za-z0-9]{8,}\b
        |"(?:checkout_|cart_)?token":\s*"[^"]{8,}(?=")
        |(?<=(?:"id"|"order_id"|"checkout_id"):\s*)(?<number>[0-9]{13,19})\b
        |(?:/scheduled_events/|/invitees/|/invitee_no_shows/|/routing_form_submissions/)[A-Za-z0-9-]{8,}
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"(?<="")[a-z0-9.]+@example\.[a-z]+(?="")")]
    private static partial Regex EmailPattern();
}
