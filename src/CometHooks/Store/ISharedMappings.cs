namespace CometHooks.Store;

/// <summary>Which version of each mapping is active, where several hubs share the store. A store that one process has for itself keeps none: there its files say it.</summary>
internal interface ISharedMappings
{
    /// <summary>Mapping → its active version.</summary>
    Task<IReadOnlyDictionary<string, string>> ActiveAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps these versions and makes them active, all or none, with a line of the audit trail for each that changes
    /// something, and tells all hubs.
    /// </summary>
    /// <param name="versions">At most one of each mapping.</param>
    /// <param name="by">Who does it, for the audit trail.</param>
    /// <param name="onlyMissing">Only where no version of the mapping is active yet.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    /// <returns>What changed.</returns>
    Task<IReadOnlyList<MappingChange>> ApplyAsync(IReadOnlyList<MappingVersion> versions, string by, bool onlyMissing, CancellationToken cancellationToken);

    /// <summary>The same for one version, only if the one that it replaces is still the active one. False: it is not.</summary>
    /// <param name="version">The version.</param>
    /// <param name="insteadOf">The version that is to be replaced.</param>
    /// <param name="by">Who does it, for the audit trail.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    Task<bool> ReplaceAsync(MappingVersion version, string insteadOf, string by, CancellationToken cancellationToken);
}

/// <param name="Name">The mapping.</param>
/// <param name="From">The version that was active; null: none was.</param>
/// <param name="To">The version that is.</param>
internal sealed record MappingChange(string Name, string? From, string To);
