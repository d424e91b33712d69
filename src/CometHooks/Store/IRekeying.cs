namespace CometHooks.Store;

/// <summary>Seals rows anew by the newest key, a few in each transaction.</summary>
internal interface IRekeying
{
    /// <summary>The newest key's id; null where nothing is sealed.</summary>
    string? KeyId { get; }

    /// <summary>Looks through the next rows of a table, and seals anew what is plain or under an older key.</summary>
    Task<RekeyedPage> RekeyAsync(SealedTable table, long after, int most, CancellationToken cancellationToken);

    /// <summary>No row has another key any more: the others may be taken out of the configuration.</summary>
    Task ForgetOtherKeysAsync(CancellationToken cancellationToken);

    /// <summary>Notes again that rows may be sealed by this hub's newest key, where another hub, which seals by another one, forgot it. Gives whether that was so.</summary>
    Task<bool> NoteKeyAgainAsync(CancellationToken cancellationToken);
}

/// <summary>The tables that have something sealed.</summary>
internal enum SealedTable
{
    Webhooks,
    Conversions,
    Attempts,
    Identities,
}

/// <param name="Sealed">How many rows were sealed anew.</param>
/// <param name="Last">Where the next look begins; null at the end.</param>
internal sealed record RekeyedPage(int Sealed, long? Last);
