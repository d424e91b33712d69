using CometHooks.Deliver;
using CometHooks.Map;
using CometHooks.Store;
using CometHooks.Store.Sql;

namespace CometHooks.Operate.Rehearse;

/// <summary>
/// What goes on behind the inbox while a rehearsal's time passes: mapping, the end of waiting, and the claim of what is due,
/// which fixes its body. Nothing is sent: what was claimed stays pending.
/// </summary>
/// <param name="store">The rehearsal's own.</param>
/// <param name="clock">Its time.</param>
/// <param name="requests">Makes the bodies.</param>
/// <param name="target">What is mapped with.</param>
/// <param name="delivers">
/// Whether what is claimed counts as delivered at once. Over days of webhooks everything pending would be claimed again
/// whenever its lease ends.
/// </param>
internal sealed class RehearsalStage(SqlStore store, RehearsalClock clock, CometlyRequestWriter requests, MapTarget target, bool delivers)
{
    private const int Many = 256;

    /// <summary>Time passes; whatever waits until then goes when its time is up.</summary>
    public async Task PassAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        await WaitAsync(until, cancellationToken);
        clock.Advance(until - clock.GetUtcNow());
    }

    /// <summary>Maps all that is stored, by webhook id.</summary>
    public async Task<IReadOnlyList<(long Id, MappedWebhook Mapped)>> MapAsync(CancellationToken cancellationToken)
    {
        var mapped = new List<(long, MappedWebhook)>();
        for (var claimed = await store.ClaimAsync(Many, cancellationToken); claimed.Count > 0; claimed = await store.ClaimAsync(Many, cancellationToken))
        {
            foreach (var webhook in claimed)
            {
                var result = WebhookMapper.Map(webhook, target);
                await store.SaveAsync(result.Outcome, cancellationToken);
                mapped.Add((webhook.Id, result));
            }
        }

        await ClaimAsync(cancellationToken);
        return mapped;
    }

    /// <summary>Nothing more comes: what waits goes when its time is up.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => WaitAsync(DateTimeOffset.MaxValue, cancellationToken);

    private async Task WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        for (var held = await store.ReleaseDueAsync(Many, cancellationToken); ; held = await store.ReleaseDueAsync(Many, cancellationToken))
        {
            if (held.Released > 0)
            {
                await ClaimAsync(cancellationToken);
            }
            else if (held.NextDueAt is { } next && next <= until)
            {
                clock.Advance(next - clock.GetUtcNow());
            }
            else
            {
                return;
            }
        }
    }

    private async Task ClaimAsync(CancellationToken cancellationToken)
    {
        foreach (var lane in Enum.GetValues<Lane>())
        {
            IReadOnlyList<OutboxEntry> claimed;
            do
            {
                claimed = await store.ClaimAsync(target.DestinationName, lane, Many, conversion => requests.Freeze(conversion, target.Destination), cancellationToken);
                foreach (var entry in claimed.Where(_ => delivers))
                {
                    await store.RecordAsync(AttemptRecord.Accepted(entry, clock.GetUtcNow()), cancellationToken);
                }
            }
            while (claimed.Count == Many);
        }
    }
}
