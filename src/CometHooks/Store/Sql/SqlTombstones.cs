using System.Collections.Frozen;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>
/// Whom the store was asked to forget, and when. What happened before that and arrives after it is kept without its content;
/// what happens later is a new relationship. Where nobody was erased, and for what happened since, it costs nothing.
/// </summary>
internal sealed class SqlTombstones(byte[] instanceKey)
{
    private volatile Known? _known;

    /// <summary>Whether they were never read, or so long ago that another hub may have added one.</summary>
    public bool IsOlderThan(TimeSpan age) => _known is not { } known || (age > TimeSpan.Zero && TimeProvider.System.GetElapsedTime(known.ReadAt) >= age);

    public void Take(IEnumerable<(byte[] Hash, long ErasedAt)> all)
    {
        var newest = all.GroupBy(t => Convert.ToHexString(t.Hash)).ToFrozenDictionary(g => g.Key, g => g.Max(t => t.ErasedAt), StringComparer.Ordinal);
        _known = new Known(newest, newest.Count == 0 ? long.MinValue : newest.Values.Max(), TimeProvider.System.GetTimestamp());
    }

    /// <summary>The entries, those without their content that are of somebody who was erased after they happened.</summary>
    public IReadOnlyList<InboxEntry> Apply(IReadOnlyList<InboxEntry> entries)
        => _known is { } known && entries.Any(e => At(e) <= known.Newest) ? [.. entries.Select(e => IsOfErased(e, known) ? WithoutContent(e) : e)] : entries;

    private bool IsOfErased(InboxEntry entry, Known known)
    {
        var at = At(entry);
        return at <= known.Newest && Hashes(entry).Any(hash => known.ErasedAt.TryGetValue(Convert.ToHexString(hash), out var erasedAt) && at <= erasedAt);
    }

    private IEnumerable<byte[]> Hashes(InboxEntry entry)
    {
        if (entry.Shop is { } shop)
        {
            yield return HashedKey.OfShop(instanceKey, shop);
        }

        foreach (var address in PersonTraces.AddressesIn(PersonTraces.TextOf(entry.Body)))
        {
            yield return HashedKey.OfPerson(instanceKey, address).Hash;
            if (address.Trim('\'', '-', '.') is var bare && bare.Length < address.Length)
            {
                yield return HashedKey.OfPerson(instanceKey, bare).Hash;
            }
        }
    }

    private static long At(InboxEntry entry) => (entry.OccurredAt ?? entry.ReceivedAt).ToUnixTimeMilliseconds();

    private static InboxEntry WithoutContent(InboxEntry entry) => entry with
    {
        State = WebhookState.Ignored,
        Reason = "it happened before its person or shop was erased, and is kept without its content",
        HeadersJson = "{}",
        Body = ReadOnlyMemory<byte>.Empty,
        Emptied = Emptied.Erased,
    };

    private sealed record Known(FrozenDictionary<string, long> ErasedAt, long Newest, long ReadAt);
}
