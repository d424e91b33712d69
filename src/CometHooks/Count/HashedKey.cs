using System.Security.Cryptography;
using System.Text;

namespace CometHooks.Count;

/// <summary>An identity's key as it is kept: the kind, and an HMAC in place of the value.</summary>
internal sealed record HashedKey(string Kind, byte[] Hash)
{
    // Not to be recalled by: under it a person is found who wants to be forgotten, at whatever destination.
    private const string Person = "person";

    public IdentityRank Rank => IdentityKinds.RankOf(Kind);

    /// <summary>A key as it is kept: an address is not kept for 400 days.</summary>
    public static HashedKey Of(byte[] instanceKey, string destination, IdentityKey key)
        => new(key.Kind, HMACSHA256.HashData(instanceKey, Encoding.UTF8.GetBytes($"identity\n{destination}\n{key.Scope}\n{key.Kind}\n{key.Value}")));

    /// <summary>The hash of the person with this address; null where there is none.</summary>
    public static byte[]? OfEmail(byte[] instanceKey, string? email) => string.IsNullOrWhiteSpace(email) ? null : OfPerson(instanceKey, email).Hash;

    /// <summary>What everything remembered of the person with this address is erased by.</summary>
    public static HashedKey OfPerson(byte[] instanceKey, string email)
        => new(Person, HMACSHA256.HashData(instanceKey, Encoding.UTF8.GetBytes($"{Person}\n{email.Trim().ToLowerInvariant()}")));
}
