using System.Collections.Concurrent;
using System.Globalization;
using CometHooks.Store;

namespace CometHooks.Proof.Faults;

/// <summary>
/// A planted fault: an inbox and a ledger without unique keys. Both look whether they know the thing, and insert it where
/// they do not: right for everything that comes one after the other.
/// </summary>
internal sealed class LooksThenInserts(IInbox inbox) : IInbox
{
    private readonly ConcurrentDictionary<string, long> _webhooks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _conversions = new(StringComparer.Ordinal);
    private int _inserts;

    public async Task<AddResult> AddAsync(IReadOnlyList<InboxEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.All(e => _webhooks.ContainsKey(e.InboxKey)))
        {
            return new AddResult(AddOutcome.Duplicate, [.. entries.Select(e => _webhooks[e.InboxKey])]);
        }

        var result = await inbox.AddAsync([.. entries.Select(e => e with { InboxKey = Unlike(e.InboxKey), ContentKey = null })], cancellationToken);
        for (var i = 0; i < result.Ids.Count; i++)
        {
            _webhooks[entries[i].InboxKey] = result.Ids[i];
        }

        return result;
    }

    public Task<IReadOnlyList<StoredWebhook>> ClaimAsync(int most, CancellationToken cancellationToken) => inbox.ClaimAsync(most, cancellationToken);

    public async Task<bool> SaveAsync(MappingOutcome outcome, CancellationToken cancellationToken)
    {
        var saved = await inbox.SaveAsync(outcome with { Conversions = [.. outcome.Conversions.Select(Looked)] }, cancellationToken);
        foreach (var key in outcome.Conversions.SelectMany(Keys))
        {
            _conversions[key] = true;
        }

        return saved;
    }

    public Task<int> MapAgainAsync(string endpoint, string activeMappingVersion, CancellationToken cancellationToken) =>
        inbox.MapAgainAsync(endpoint, activeMappingVersion, cancellationToken);

    private ConversionDraft Looked(ConversionDraft draft) => Keys(draft).Any(_conversions.ContainsKey)
        ? draft with { State = ConversionState.Excluded, Reason = "seen before" }
        : draft with { Keys = [.. draft.Keys.Select(Unlike)] };

    private static IEnumerable<string> Keys(ConversionDraft draft) => draft.Keys.Select(key => $"{draft.EventName} {draft.Scope} {key}");

    private string Unlike(string key) => string.Create(CultureInfo.InvariantCulture, $"{key}#{Interlocked.Increment(ref _inserts)}");
}
