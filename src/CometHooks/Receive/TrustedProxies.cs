using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace CometHooks.Receive;

/// <summary>Believes X-Forwarded-* from the configured proxies and from nobody else, loopback included.</summary>
internal static class TrustedProxies
{
    public static ForwardedHeadersOptions Options(IReadOnlyList<string> proxies)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            options.KnownIPNetworks.Add(IPAddress.TryParse(proxy, out var address)
                ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
                : System.Net.IPNetwork.Parse(proxy));
        }

        return options;
    }
}
