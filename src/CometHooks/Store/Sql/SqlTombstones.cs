using System.Collections.Frozen;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>
/// Whom the store was asked to forget, and when. What happened before that and arrives after it is kept without its content;
/// what happens later is a new relationship. Where nobody was erased, and for what happened since, it costs nothing.
/// </summary>
internal sealed class SqlTombstones(byte[] instanceKey)
{
    private readonly Lock _turn = new();
    private volatile Known? _known;
    private Task? _look;

    /// <summary>All that the store has.</summary>
    public static IReadOnlyList<Tombstone> All(SqlSession session) => session.All(SqlStatements.ListTombstones, row => new Tombstone(row.Bytes(0), row.GetInt64(1)));

    /// <summary>Writes down, with an erasure that begins, who is erased by it.</summary>
    public static void AddTombstone(SqlSession session, long erasureId, ErasureKind kind, PersonTraces traces, byte[] instanceKey, DateTimeOffset now)
    {
        byte[]? hash = kind switch
        {
            ErasureKind.Person => HashedKey.OfEmail(instanceKey, traces.Email),
            ErasureKind.Shop => HashedKey.OfShop(instanceKey, traces.Shop!),
            _ => null,
        };
        if (hash is not null)
        {
            session.Execute(SqlStatements.AddTombstone, ("@hash", hash), ("@erasure_id", erasureId), ("@now", SqlValues.Ms(now)));
        }
    }

    /// <summary>Whether they were never read, or so long ago that another hub may have added one.</summary>
    public bool IsOlderThan(TimeSpan age) => _known is not { } known || (age > TimeSpan.Zero && TimeProvider.System.GetElapsedTime(known.ReadAt) >= age);

    /// <summary>Reads them. One looks, and all who come meanwhile wait for it.</summary>
    public Task LookAsync(Func<Task<IReadOnlyList<Tombstone>>> read)
    {
        lock (_turn)
        {
            return _look is { IsCompleted: false } under ? under : _look = TakeAsync(read);
        }
    }

    /// <summary>Reads them after a commit: not with a look that began before it.</summary>
    public async Task LookAgainAsync(Func<Task<IReadOnlyList<Tombstone>>> read)
    {
        Task? under;
        lock (_turn)
        {
            under = _look;
        }

        await (under ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await LookAsync(read);
    }

    public void Take(IEnumerable<Tombstone> all)
    {
        var newest = all.GroupBy(t => Convert.ToHexString(t.Hash)).ToFrozenDictionary(g => g.Key, g => g.Max(t => t.ErasedAt), StringComparer.Ordinal);
        _known = new Known(newest, newest.Count == 0 ? long.MinValue : newest.Values.Max(), TimeProvider.System.GetTimestamp());
    }

    /// <summary>The entries, those without their content that are of somebody who was erased after they happened.</summary>
    public IReadOnlyList<InboxEntry> Apply(IReadOnlyList<InboxEntry> entries)
        => _known is { } known && entries.Any(e => At(e) <= known.Newest) ? [.. entries.Select(e => IsOfErased(e, known) ? WithoutContent(e) : e)] : entries;

    private async Task TakeAsync(Func<Task<IReadOnlyList<Tombstone>>> read) => Take(await read());

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

/// <param name="Hash">Of the address or the shop.</param>
/// <param name="ErasedAt">When, in milliseconds.</param>
internal sealed record Tombstone(byte[] Hash, long ErasedAt);
