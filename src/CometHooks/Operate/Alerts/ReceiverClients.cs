using System.Net.Sockets;

namespace CometHooks.Operate.Alerts;

/// <summary>The HTTP clients by which receivers are told: one for the public internet, one for what is allowed to be private.</summary>
internal sealed class ReceiverClients : IDisposable
{
    private readonly HttpClient _public = Create(allowPrivate: false);
    private readonly HttpClient _private = Create(allowPrivate: true);

    public HttpClient For(AlertReceiverOptions receiver) => receiver.AllowPrivate ? _private : _public;

    public void Dispose()
    {
        _public.Dispose();
        _private.Dispose();
    }

    private static HttpClient Create(bool allowPrivate) => new(
        new SocketsHttpHandler
        {
            // A redirect leads where nobody has looked.
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            // A proxy would resolve the name for itself.
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 32,
            ConnectCallback = async (context, cancellationToken) =>
                new NetworkStream(await PublicAddresses.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, allowPrivate, cancellationToken), ownsSocket: true),
        })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
