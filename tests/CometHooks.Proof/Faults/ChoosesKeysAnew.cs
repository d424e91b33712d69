using CometHooks.Deliver;
using CometHooks.Store;

namespace CometHooks.Proof.Faults;

/// <summary>A planted fault: an outbox that gives a conversion another idempotency key whenever it is tried again.</summary>
internal sealed class ChoosesKeysAnew(IOutbox outbox) : IOutbox
{
    public async Task<IReadOnlyList<OutboxEntry>> ClaimAsync(string destination, Lane lane, int most, Func<UnfrozenConversion, string> freeze, CancellationToken cancellationToken) =>
        [.. (await outbox.ClaimAsync(destination, lane, most, freeze, cancellationToken)).Select(entry => entry.Lease > 1 ? Anew(entry) : entry)];

    public Task<bool> RecordAsync(AttemptRecord attempt, CancellationToken cancellationToken) => outbox.RecordAsync(attempt, cancellationToken);

    public Task ReleaseAsync(IReadOnlyList<OutboxEntry> entries, CancellationToken cancellationToken) => outbox.ReleaseAsync(entries, cancellationToken);

    public Task<int> DueAtOnceAsync(string destination, CancellationToken cancellationToken) => outbox.DueAtOnceAsync(destination, cancellationToken);

    public Task<OutboxOutlook> LookAsync(string destination, CancellationToken cancellationToken) => outbox.LookAsync(destination, cancellationToken);

    private static OutboxEntry Anew(OutboxEntry entry)
    {
        var key = $"{entry.IdempotencyKey}:try-{entry.Lease}";
        return entry with { IdempotencyKey = key, Body = entry.Body.Replace($"\"{entry.IdempotencyKey}\"", $"\"{key}\"", StringComparison.Ordinal) };
    }
}
