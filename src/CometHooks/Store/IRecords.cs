namespace CometHooks.Store;

/// <summary>The small records beside inbox and outbox: mapping versions, pinned shops, paused destinations, the audit trail.</summary>
internal interface IRecords
{
    /// <summary>Keeps a mapping version that is in use from now on. One that is known already (same name and hash) becomes the newest again; the newest is left as it is.</summary>
    Task KeepMappingAsync(MappingVersion version, CancellationToken cancellationToken);

    /// <summary>All versions of a mapping, the one that was taken into use last first.</summary>
    Task<IReadOnlyList<MappingVersion>> MappingsAsync(string name, CancellationToken cancellationToken);

    /// <summary>Binds the endpoint to a shop unless it is bound already. Returns the shop to which it is bound now.</summary>
    Task<string> PinShopAsync(string endpoint, string shop, CancellationToken cancellationToken);

    /// <summary>The shops to which endpoints are bound.</summary>
    Task<IReadOnlyDictionary<string, string>> PinnedShopsAsync(CancellationToken cancellationToken);

    /// <summary>Writes that a destination is paused, or with a null reason that it is not. What a hub decides by itself leaves a pause by hand as it is.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="reason">Why; begins with <see cref="DestinationPause.ByHand"/> where somebody wants it.</param>
    /// <param name="byHand">Whether somebody wants it.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    /// <returns>Why it is paused now; null: it is not.</returns>
    Task<string?> SetPauseAsync(string destination, string? reason, bool byHand, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The paused destinations.</summary>
    Task<IReadOnlyDictionary<string, DestinationPause>> PausesAsync(CancellationToken cancellationToken);

    /// <summary>Adds a line to the audit trail.</summary>
    Task AuditAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The newest lines of the audit trail.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(int most, CancellationToken cancellationToken);

    /// <summary>The next page of the audit trail, newest first.</summary>
    Task<ListPage<AuditEntry>> AuditPageAsync(long? before, int most, CancellationToken cancellationToken);
}

/// <param name="Name">The mapping file's path relative to the configuration folder.</param>
/// <param name="Version">The first 12 hex digits of the SHA-256 of the text.</param>
/// <param name="Text">The file as it was.</param>
/// <param name="ActiveFrom">When it was last taken into use.</param>
internal sealed record MappingVersion(string Name, string Version, string Text, DateTimeOffset ActiveFrom);

/// <param name="Reason">Why; begins with <see cref="ByHand"/> where somebody wanted it.</param>
/// <param name="Since">Since when.</param>
internal sealed record DestinationPause(string Reason, DateTimeOffset Since)
{
    public const string ByHand = "by hand";

    /// <summary>Whether only somebody ends it; else an answer of its destination does too.</summary>
    public bool IsByHand => SaysByHand(Reason);

    public static bool SaysByHand(string? reason) => reason?.StartsWith(ByHand, StringComparison.Ordinal) == true;
}

/// <param name="At">When.</param>
/// <param name="Kind">What kind of thing happened: <c>mapping</c>, <c>pause</c>, <c>resume</c>, <c>shop</c>, <c>double_counted</c>, <c>replay</c>, <c>erasure</c>, <c>alert</c>.</param>
/// <param name="Subject">To what: the mapping, destination, endpoint or ledger entry.</param>
/// <param name="Text">In words.</param>
internal sealed record AuditEntry(DateTimeOffset At, string Kind, string Subject, string Text)
{
    /// <summary>Who: <c>hub</c>, <c>command</c>, <c>user ada</c>, <c>key 3 (backup)</c>.</summary>
    public string Actor { get; init; } = "hub";
}
