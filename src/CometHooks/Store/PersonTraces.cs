using System.Text;
using System.Text.RegularExpressions;

namespace CometHooks.Store;

/// <summary>By what a text is recognised as being about somebody: an e-mail address anywhere; a platform's ids within its shop; or a whole shop.</summary>
internal sealed partial class PersonTraces
{
    private readonly string? _email;

    // A blank would stand in every text.
    private PersonTraces(string? email, IEnumerable<string> ids, string? shop, bool isWholeShop)
    {
        (_email, Ids, Shop) = (string.IsNullOrWhiteSpace(email) ? null : email.Trim(), [.. ids.Where(id => !string.IsNullOrWhiteSpace(id))], string.IsNullOrWhiteSpace(shop) ? null : shop);
        IsWholeShop = isWholeShop && Shop is not null;
    }

    /// <summary>The person's address.</summary>
    public string? Email => _email;

    /// <summary>What the platform calls the person, and orders.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>Where the ids hold.</summary>
    public string? Shop { get; }

    /// <summary>Everything of the shop. Said by who asks, never concluded from a person of whom nothing is known.</summary>
    public bool IsWholeShop { get; }

    /// <summary>There is nothing to look for.</summary>
    public bool IsNobody => !IsWholeShop && _email is null && (Ids.Count == 0 || Shop is null);

    public static PersonTraces Of(PrivacyRequest request)
        => request.Kind == PrivacyRequestKind.EraseShop ? new(null, [], request.Shop, isWholeShop: true) : OfPerson(request.Email, request.Ids, request.Shop);

    /// <summary>No text in particular.</summary>
    public static PersonTraces OfNobody { get; } = new(null, [], null, isWholeShop: false);

    public static PersonTraces OfAddress(string email) => OfPerson(email, [], null);

    public static PersonTraces OfPerson(string? email, IReadOnlyList<string> ids, string? shop) => new(email, ids, shop, isWholeShop: false);

    /// <summary>Whether a webhook is about them.</summary>
    public bool In(string? ofShop, IEnumerable<string?> texts)
    {
        var isTheShop = Shop is not null && string.Equals(Shop, ofShop, StringComparison.OrdinalIgnoreCase);
        return IsWholeShop ? isTheShop : texts.Any(text => In(text, isTheShop));
    }

    /// <summary>Whether a text that may be anybody's holds the address.</summary>
    public bool In(string? text) => In(text, isTheShop: false);

    /// <summary>A text with what was escaped in it as it is meant: \u0040, \/, %40. Null where nothing is.</summary>
    public static string? Unescaped(string text)
        => text.AsSpan().IndexOfAny('\\', '%') < 0 ? null : Escaped().Replace(text, Meaning);

    /// <summary>The addresses in a text, also where they are escaped.</summary>
    public static IEnumerable<string> AddressesIn(string text)
        => new[] { text, Unescaped(text) }.OfType<string>().SelectMany(t => Address().Matches(t)).Select(m => m.Value).Distinct(StringComparer.OrdinalIgnoreCase);

    public static string TextOf(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    private bool In(string? text, bool isTheShop)
        => text is { Length: > 0 } && (Holds(text, isTheShop) || (Unescaped(text) is { } meant && Holds(meant, isTheShop)));

    private bool Holds(string text, bool isTheShop)
        => (_email is not null && Stands(text, _email, IsOfLongerAddress)) || (isTheShop && Ids.Any(id => Stands(text, id, IsOfLongerId)));

    private static bool Stands(string text, string what, Func<string, int, int, bool> isOfLonger)
    {
        for (var at = text.IndexOf(what, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(what, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (!isOfLonger(text, at, at + what.Length))
            {
                return true;
            }
        }

        return false;
    }

    // nada@example.com and ada@example.com.au are other people's. A dot or a dash belongs to it only with something behind it.
    private static bool IsOfLongerAddress(string text, int start, int end)
    {
        var before = start > 0 ? text[start - 1] : ' ';
        var isLongerBefore = char.IsLetterOrDigit(before) || before is '_' or '+' || (before is '.' or '-' && start > 1 && char.IsLetterOrDigit(text[start - 2]));
        var after = end < text.Length ? text[end] : ' ';
        var isLongerAfter = char.IsLetterOrDigit(after) || (after is '.' or '-' && end + 1 < text.Length && char.IsLetterOrDigit(text[end + 1]));
        return isLongerBefore || isLongerAfter;
    }

    private static bool IsOfLongerId(string text, int start, int end)
        => (start > 0 && char.IsLetterOrDigit(text[start - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end]));

    private static string Meaning(Match match) => match.Groups["hex"] is { Success: true } hex
        ? ((char)Convert.ToUInt16(hex.Value, 16)).ToString()
        : match.Value[^1] is '/' or '"' ? match.Value[^1..] : " ";

    // JSON's escapes, also those of JSON within JSON, and those of URLs.
    [GeneratedRegex(@"\\+u(?<hex>[0-9a-fA-F]{4})|\\+[nrtbf/""]|%(?<hex>[0-9a-fA-F]{2})", RegexOptions.ExplicitCapture)]
    private static partial Regex Escaped();

    [GeneratedRegex(@"[\p{L}\p{N}._%+'-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
