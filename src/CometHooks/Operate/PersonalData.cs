using System.Text.RegularExpressions;

namespace CometHooks.Operate;

/// <summary>Makes values of a Cometly event unrecognisable, but still tellable apart: for what is printed and shown around.</summary>
internal static partial class PersonalData
{
    private const int TokenStart = 4;
    private const int PhoneEnd = 2;

    /// <param name="field">The event's field; the rest is looked through for e-mail addresses.</param>
    /// <param name="value">Its value.</param>
    public static string Mask(string field, string value) => field switch
    {
        "phone" => value.Length > PhoneEnd ? $"***{value[^PhoneEnd..]}" : "***",
        "full_name" or "first_name" or "last_name" => Initials(value),
        "ip" => FirstHalf(value),
        "comet_token" or "fingerprint" or "tracking_id" or "checkout_token" or "user_agent" => Start(value),
        "url" => Start(value, value.IndexOf('?', StringComparison.Ordinal)),
        _ when field.StartsWith("profile_field_", StringComparison.Ordinal) => Start(value, 1),
        "email" when !Email().IsMatch(value) => Start(value, 1),
        _ => Email().Replace(value, e => Address(e.Value)),
    };

    private static string Initials(string name) =>
        string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => $"{part[0]}."));

    // 203.0.113.25 → 203.0.*; 2001:db8:85a3:8d3::1 → 2001:db8:*
    private static string FirstHalf(string address)
    {
        var separator = address.Contains(':', StringComparison.Ordinal) ? ':' : '.';
        return string.Join(separator, address.Split(separator).Take(2).Append("*"));
    }

    // Of what is as short as that, nothing.
    private static string Start(string value, int length = TokenStart) =>
        length < 0 ? value : length < value.Length ? $"{value[..length]}…" : "…";

    // ada@example.com → a***@e***.com
    private static string Address(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var end = email.LastIndexOf('.');
        return $"{email[0]}***@{email[at + 1]}***{(end > at ? email[end..] : "")}";
    }

    [GeneratedRegex("""[^\s@<>"',;:()/=]+@[^\s@<>"',;:()/=]+""")]
    private static partial Regex Email();
}
