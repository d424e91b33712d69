using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Edit;

/// <summary>
/// Makes a text the active version of a mapping, if everything about it holds and nobody else changed the mapping
/// meanwhile. Where the hub has its store for itself, the file says which version is active, so the file is written; where
/// hubs share the store, the store says it, and files stay as they are.
/// </summary>
internal sealed class MappingActivation(
    MappingViews views, MappingTrial trial, MappingCatalog catalog, MapTargets targets, IRecords records, TimeProvider time, ISharedMappings? shared = null) : IDisposable
{
    // One after the other: between looking at the file and writing it nobody else of this hub writes.
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <param name="name">The mapping.</param>
    /// <param name="text">Its new text.</param>
    /// <param name="insteadOf">The version that the new text was made of.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Counts until its turn comes: what has begun is finished.</param>
    public async Task<Activated> ActivateAsync(string name, string text, string insteadOf, string actor, CancellationToken cancellationToken)
    {
        if (views.Find(name) is null)
        {
            return new Activated(ActivationEnd.NotThere);
        }

        var tried = await trial.TryAsync(name, text, cancellationToken);
        if (tried.Holding is not { } mapping)
        {
            return new Activated(ActivationEnd.Refused) { Tried = tried };
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            var current = await views.TextAsync(name, cancellationToken);
            return current?.Version != insteadOf
                ? new Activated(ActivationEnd.Outdated) { Version = current?.Version }
                : mapping.Version == insteadOf && catalog.Find(name)?.Version == insteadOf ? new Activated(ActivationEnd.Active) { Version = insteadOf }
                : shared is null ? await WriteAsync(mapping, insteadOf, actor) : await ShareAsync(shared, mapping, insteadOf, actor);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Activated> WriteAsync(Mapping mapping, string insteadOf, string actor)
    {
        if (!MappingFile.TryWriteText(targets.Folder, mapping.Name, mapping.Text, out var why))
        {
            return new Activated(ActivationEnd.NotWritable) { Why = why };
        }

        // The next look at the file finds what is in use already. From here on nothing is given up: the file is changed.
        catalog.Activate(mapping);
        var now = time.GetUtcNow();
        await records.KeepMappingAsync(Kept(mapping, now), CancellationToken.None);
        await records.AuditAsync(new AuditEntry(now, "mapping", mapping.Name, $"version {mapping.Version} is active in place of {insteadOf}") { Actor = actor }, CancellationToken.None);
        return new Activated(ActivationEnd.Active) { Version = mapping.Version };
    }

    private async Task<Activated> ShareAsync(ISharedMappings store, Mapping mapping, string insteadOf, string actor) =>
        await store.ReplaceAsync(Kept(mapping, time.GetUtcNow()), insteadOf, actor, CancellationToken.None)
            ? new Activated(ActivationEnd.Active) { Version = mapping.Version }
            : new Activated(ActivationEnd.Outdated);

    private static MappingVersion Kept(Mapping mapping, DateTimeOffset now) => new(mapping.Name, mapping.Version, mapping.Text, now);
}

/// <summary>How an activation ended.</summary>
internal enum ActivationEnd
{
    /// <summary>It is active.</summary>
    Active,

    /// <summary>No endpoint names such a mapping.</summary>
    NotThere,

    /// <summary>Something about the text does not hold.</summary>
    Refused,

    /// <summary>Somebody else changed the mapping meanwhile.</summary>
    Outdated,

    /// <summary>The file cannot be written.</summary>
    NotWritable,
}

/// <param name="End">How it ended.</param>
internal sealed record Activated(ActivationEnd End)
{
    /// <summary>The version that is the mapping's now, where one is known.</summary>
    public string? Version { get; init; }

    /// <summary>What was found of a text that was refused.</summary>
    public TriedMapping? Tried { get; init; }

    /// <summary>Why the file cannot be written.</summary>
    public string? Why { get; init; }
}
