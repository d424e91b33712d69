using System.Net;
using System.Net.Sockets;

namespace CometHooks.Deliver;

/// <summary>Whether a text has the shape that its field needs. Only shape: no look-ups.</summary>
internal static class FieldShape
{
    /// <summary>One @ with something before it and a name with a dot behind it, nothing that belongs to a list or a display name.</summary>
    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0 || at != text.LastIndexOf('@') || text.Length > FieldLimits.Email)
        {
            return false;
        }

        var domain = text[(at + 1)..];
        return domain.Contains('.', StringComparison.Ordinal)
            && !domain.StartsWith('.')
            && !domain.EndsWith('.')
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '"' or '(' or ')');
    }

    /// <summary>A full IPv4 or IPv6 address: the platform's parser alone would also take "1" and "0x7f".</summary>
    public static bool IsIp(string text) =>
        IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetwork
            ? text.Count(c => c == '.') == 3 && text.All(c => char.IsAsciiDigit(c) || c == '.')
            : !text.StartsWith('[') && !text.Contains('%', StringComparison.Ordinal));

    public static bool IsWebUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    public static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);
}
