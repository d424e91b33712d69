namespace CometHooks.Count;

/// <summary>An identity's key as it is kept: the kind, and an HMAC in place of the value.</summary>
internal sealed record HashedKey(string Kind, byte[] Hash)
{
    public IdentityRank Rank => IdentityKinds.RankOf(Kind);
}
