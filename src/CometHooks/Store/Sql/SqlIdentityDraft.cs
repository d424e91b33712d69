using CometHooks.Count;

namespace CometHooks.Store.Sql;

/// <summary>An identity as its rows will have it, made ready before the writer's turn.</summary>
/// <param name="Draft">What the mapping made.</param>
/// <param name="Json">The identity.</param>
/// <param name="Keys">What it is found by.</param>
/// <param name="Persons">What it is erased by: its addresses.</param>
internal sealed record SqlIdentityDraft(IdentityDraft Draft, string Json, IReadOnlyList<HashedKey> Keys, IReadOnlyList<HashedKey> Persons)
{
    public static SqlIdentityDraft Of(IdentityDraft draft, byte[] instanceKey)
    {
        var addresses = draft.Keys.Where(k => k.Kind == IdentityKinds.Email).Select(k => k.Value).Append(draft.Identity.Person.Email).OfType<string>();
        return new SqlIdentityDraft(
            draft,
            IdentityJson.Write(draft.Identity),
            [.. draft.Keys.Select(key => HashedKey.Of(instanceKey, draft.Destination, key))],
            [.. addresses.Select(address => HashedKey.OfPerson(instanceKey, address)).DistinctBy(key => Convert.ToHexString(key.Hash))]);
    }
}
