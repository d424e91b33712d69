using System.Net;
using CometHooks.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CometHooks.Receive;

/// <summary>The two addresses of the hub: what the platforms may call, and what only you may.</summary>
internal sealed class Listeners(HubOptions options)
{
    private ListenOptions? _webhooks;
    private ListenOptions? _admin;

    /// <summary>Where webhooks arrive; with port 0 known once the hub has started.</summary>
    public Uri Webhooks => UrlOf(_webhooks);

    /// <summary>Where health, and what else is for you, is served.</summary>
    public Uri Admin => UrlOf(_admin);

    /// <summary>Opens both and sets what a connection may cost.</summary>
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // Each may hold a body up to the limit before anyone knows whether it is authentic.
        kestrel.Limits.MaxConcurrentConnections = 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));

        // Above our own limit, so that a body somewhat over it is drained and the sender reads a 413 instead of a reset.
        kestrel.Limits.MaxRequestBodySize = 4 * options.Limits.Body.Bytes;
        _webhooks = Open(kestrel, options.Listen.Webhooks, Listener.Webhooks);
        _admin = Open(kestrel, options.Listen.Admin, Listener.Admin);
    }

    private static ListenOptions? Open(KestrelServerOptions kestrel, string address, Listener listener)
    {
        ListenOptions? opened = null;
        if (!ListenAddress.TryParse(address, out var endpoint))
        {
            throw new InvalidOperationException($"'{address}' should have been refused with the configuration.");
        }

        kestrel.Listen(endpoint, listen =>
        {
            opened = listen;
            listen.Protocols = HttpProtocols.Http1;

            // The connection knows where it came in; a port would not be known before the start.
            listen.Use(next => connection =>
            {
                connection.Features.Set(listener);
                return next(connection);
            });
        });
        return opened;
    }

    private static Uri UrlOf(ListenOptions? listen)
    {
        var bound = listen?.IPEndPoint ?? throw new InvalidOperationException("The hub has not been built.");
        var host = bound.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : bound.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : bound.Address;
        return new UriBuilder(Uri.UriSchemeHttp, host.ToString(), bound.Port).Uri;
    }
}

/// <summary>Which of the two a connection came in by.</summary>
internal sealed record Listener(bool IsAdmin)
{
    public static readonly Listener Webhooks = new(IsAdmin: false);
    public static readonly Listener Admin = new(IsAdmin: true);

    /// <summary>Whether the path is served here. Only health is served at both.</summary>
    public bool Serves(PathString path) =>
        path.Equals("/healthz", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/webhooks", StringComparison.OrdinalIgnoreCase) != IsAdmin;
}
