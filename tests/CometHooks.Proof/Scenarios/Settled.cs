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
            var waits = await WaitingAsync(hub, cancellationToken);
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

    /// <summary>Waits until this holds, so long at most. Whether it came to hold, the caller sees.</summary>
    public static async Task UntilAsync(Func<bool> holds, TimeSpan patience, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!holds() && TimeProvider.System.GetElapsedTime(since) < patience)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellationToken);
        }
    }

    /// <summary>How many webhooks wait to be mapped, and conversions to be delivered.</summary>
    public static async Task<long> WaitingAsync(IArchive hub, CancellationToken cancellationToken)
    {
        var counts = await hub.CountAsync(cancellationToken);
        return counts.Webhooks.GetValueOrDefault(WebhookState.Stored)
            + counts.Conversions.GetValueOrDefault(ConversionState.Pending)
            + counts.Conversions.GetValueOrDefault(ConversionState.Held);
    }

    /// <summary>The store of the folder's hub, which runs beside or ran before.</summary>
    public static async Task<IArchive> ArchiveAsync(HubFolder folder, CancellationToken cancellationToken) =>
        await StoreReader.OpenAsync(folder.Load().Options.Store, cancellationToken) ?? throw new InvalidOperationException("The store cannot be read.");
}
