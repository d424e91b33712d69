using System.Text.RegularExpressions;

namespace CometHooks.Operate.Explain;

/// <summary>What is left of a personal value: enough to tell two apart, not enough to write to anybody.</summary>
internal static partial class Mask
{
    private const int ShortestShownToken = 12;

    /// <summary>a***@e***.com</summary>
    public static string Email(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var dot = text.LastIndexOf('.');
        return at < 1 || dot < at + 2 ? Token(text) : $"{text[0]}***@{text[at + 1]}***{text[dot..]}";
    }

    /// <summary>The last two digits.</summary>
    public static string Phone(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).ToArray();
        return digits.Length < 5 ? "***" : $"***{digits[^2]}{digits[^1]}";
    }

    /// <summary>The initials.</summary>
    public static string Name(string text) =>
        string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $"{char.ToUpperInvariant(word[0])}***"));

    /// <summary>The first half.</summary>
    public static string Ip(string text)
    {
        var parts = text.Split('.') is { Length: 4 } four ? four : text.Split(':');
        return parts.Length < 3 ? "***" : string.Join(parts.Length == 4 ? '.' : ':', parts.Take(2).Append("***"));
    }

    /// <summary>The first four characters, where there are enough others.</summary>
    public static string Token(string text) => text.Length < ShortestShownToken ? "***" : $"{text[..4]}…";

    /// <summary>The address without what follows the path: there may be anything in it.</summary>
    public static string Url(string text) => text.IndexOfAny(['?', '#']) is >= 0 and var end ? $"{text[..end]}?***" : text;

    /// <summary>Nothing: where somebody lives, or what somebody wrote.</summary>
    public static string Hidden(string text) => "***";

    /// <summary>How to mask a value of this name, in a payload or among the fields; null where it is nobody's.</summary>
    public static Func<string, string>? For(string name) => name switch
    {
        _ when EmailName().IsMatch(name) => Email,
        _ when PhoneName().IsMatch(name) => Phone,
        _ when PersonName().IsMatch(name) => Name,
        _ when IpName().IsMatch(name) => Ip,
        _ when TokenName().IsMatch(name) => Token,
        _ when HomeName().IsMatch(name) => Hidden,
        "url" => Url,
        _ => null,
    };

    [GeneratedRegex("e-?mail", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex EmailName();

    [GeneratedRegex("phone|reminder_number", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex PhoneName();

    [GeneratedRegex("^(first|last|full|given|family|customer|cardholder|billing|shipping|user)_?name$|^canceled_by$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex PersonName();

    [GeneratedRegex("(^|_)ip(_?address)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex IpName();

    [GeneratedRegex("^(line_?[12]|street.*|address_?[12]|address_line.*|city|town|zip(_?code)?|post(al)?_?code|company(_name)?|notes?|customer_note|birth_?(day|date)|date_of_birth|dob|latitude|longitude)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex HomeName();

    [GeneratedRegex("token$|fingerprint|tracking_id$|client_reference_id$|^(cancel|reschedule|join)_url$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex TokenName();
}
