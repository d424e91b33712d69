using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace CometHooks.Configuration;

/// <summary>Reads <c>http://127.0.0.1:8081</c>: an address of this machine and a port, nothing else.</summary>
internal static class ListenAddress
{
    /// <summary>What to write, for messages.</summary>
    public const string Form = "an address such as http://0.0.0.0:8080 (TLS ends at the proxy in front of the hub)";

    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? address)
    {
        address = null;
        var known = text.Replace("://localhost", "://127.0.0.1", StringComparison.OrdinalIgnoreCase)
            .Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
        if (Uri.TryCreate(known, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp && uri.PathAndQuery == "/"
            && IPAddress.TryParse(uri.DnsSafeHost, out var ip))
        {
            address = new IPEndPoint(ip, uri.Port);
        }

        return address is not null;
    }
}
