using System.Text.Json;
using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>A conversion as its row will have it: what needs no look into the database is made ready before the writer's turn.</summary>
/// <param name="Draft">What the mapping made.</param>
/// <param name="EventJson">Its event.</param>
/// <param name="KeysJson">What it counts by, as it is shown.</param>
/// <param name="LedgerKeys">What it counts by, as the ledger knows it.</param>
/// <param name="Recall">Under which keys its identity may be known.</param>
/// <param name="RecallJson">The same, as its row keeps it.</param>
/// <param name="Readiness">By its own event alone.</param>
/// <param name="EmailHash">What it is found by when its address is searched for.</param>
/// <param name="OrderNameHash">The same of its order's name.</param>
internal sealed record SqlDraft(
    ConversionDraft Draft,
    string EventJson,
    string KeysJson,
    IReadOnlyList<byte[]> LedgerKeys,
    IReadOnlyList<HashedKey> Recall,
    string? RecallJson,
    Readiness Readiness,
    byte[]? EmailHash,
    byte[]? OrderNameHash)
{
    public static SqlDraft Of(ConversionDraft draft, byte[] instanceKey)
    {
        IReadOnlyList<HashedKey> recall = draft.Recall.Count == 0 ? [] : [.. draft.Recall.Select(key => HashedKey.Of(instanceKey, draft.Destination, key))];
        return new SqlDraft(
            draft,
            CometlyEventJson.Write(draft.Event),
            JsonSerializer.Serialize(draft.Keys),
            draft.State == ConversionState.Pending ? Count.LedgerKeys.Hash(instanceKey, draft.Destination, draft.EventName, draft.Scope, draft.Keys) : [],
            recall,
            SqlRecall.Write(recall),
            Readiness.Of(draft.Event),
            HashedKey.OfEmail(instanceKey, draft.Event.Person.Email),
            HashedKey.OfOrderName(instanceKey, draft.Event.Order.OrderName));
    }
}
