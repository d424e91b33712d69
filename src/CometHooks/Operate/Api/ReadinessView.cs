using CometHooks.Store;

namespace CometHooks.Operate.Api;

/// <summary>How well Cometly can recognise the visitors of each endpoint, and what would send more: the same for console and API.</summary>
internal sealed class ReadinessView(IReadinessArchive archive, IEnumerable<ISourceAdapter> adapters, TimeProvider time)
{
    /// <summary>How many days where nobody says it.</summary>
    public const int Usual = 7;

    /// <param name="days">How many days back, today included (UTC).</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<EndpointReadiness>> OfAsync(int days, CancellationToken cancellationToken)
        => EndpointReadiness.Of(
            await archive.ReadinessAsync(new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date.AddDays(1 - days), TimeSpan.Zero), cancellationToken),
            source => adapters.FirstOrDefault(a => a.Source.Equals(source, StringComparison.OrdinalIgnoreCase)));
}
