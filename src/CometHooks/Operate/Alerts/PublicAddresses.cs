using System.Net;
using System.Net.Sockets;

namespace CometHooks.Operate.Alerts;

/// <summary>
/// Connects to addresses of the public internet only, unless that is allowed. Decided on the very address that is connected
/// to: what a name meant a moment ago is no proof.
/// </summary>
internal static class PublicAddresses
{
    // https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry, and multicast.
    private static readonly IPNetwork[] _special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    public static bool Holds(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !_special.Any(network => network.Contains(plain));
    }

    /// <summary>A connection to the host. Throws <see cref="PrivateAddressException"/> where it has no address that may be used.</summary>
    public static async Task<Socket> ConnectAsync(string host, int port, bool allowPrivate, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
        var allowed = addresses.Where(address => allowPrivate || Holds(address)).ToArray();
        if (allowed.Length == 0)
        {
            throw new PrivateAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A receiver's host has no address of the public internet.</summary>
internal sealed class PrivateAddressException() : IOException("its host is a private address: set allow_private where that is meant");
