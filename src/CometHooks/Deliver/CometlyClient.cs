using System.Net;

namespace CometHooks.Deliver;

/// <summary>The HTTP client of one destination.</summary>
internal static class CometlyClient
{
    public static HttpClient Create(DestinationOptions destination) => new(
        new SocketsHttpHandler
        {
            // The token must not follow a redirect to another host, and a POST would become a GET.
            AllowAutoRedirect = false,
            UseCookies = false,
            // What the hub is traced by is nobody else's business.
            ActivityHeadersPropagator = null,
            // A proxy of the environment would see customers' data without anybody having said so.
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromTicks(Math.Min(destination.Timeout.Ticks / 2, TimeSpan.FromSeconds(10).Ticks)),
            // Follows a change of DNS within minutes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxConnectionsPerServer = destination.Concurrency,
            MaxResponseHeadersLength = 32,
        })
    {
        // The sender's own limit covers the answer's body as well; this one would end with the headers.
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
