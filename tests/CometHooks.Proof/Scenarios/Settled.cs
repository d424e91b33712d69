using CometHooks.Cli;
using CometHooks.Proof.Hubs;
using CometHooks.Store;

namespace CometHooks.Proof.Scenarios;

/// <summary>The end of a run: everything that was stored is mapped, and nothing waits to be delivered any more.</summary>
internal static class Settled
{
    /// <summary>Waits for it. False: something waits still, when no progress was made for so long.</summary>
    public static async Task<bool> WaitAsync(IArchive hub, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var (least, since) = (long.MaxValue, TimeProvider.System.GetTimestamp());
        while (await tick.WaitForNextTickAsync(cancellationToken))
        {
            var counts = await hub.CountAsync(cancellationToken);
            var waits = counts.Webhooks.GetValueOrDefault(WebhookState.Stored)
                + counts.Conversions.GetValueOrDefault(ConversionState.Pending)
                + counts.Conversions.GetValueOrDefault(ConversionState.Held);
            if (waits == 0)
            {
                return true;
            }

            if (waits < least)
            {
                (least, since) = (waits, TimeProvider.System.GetTimestamp());
            }

            if (TimeProvider.System.GetElapsedTime(since) > patience)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The store of the folder's hub, which runs beside or ran before.</summary>
    public static async Task<IArchive> ArchiveAsync(HubFolder folder, CancellationToken cancellationToken) =>
        await StoreReader.OpenAsync(folder.Load().Options.Store, cancellationToken) ?? throw new InvalidOperationException("The store cannot be read.");
}
