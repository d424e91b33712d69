using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Operate.Edit;
using CometHooks.Operate.Rehearse;
using CometHooks.Store;
using CometHooks.Store.Sql;

namespace CometHooks.Operate.Mappings;

/// <summary>
/// Which version of each mapping a hub starts with: where it has the store for itself, its files, and for a broken one the
/// last good version; where hubs share the store, the version that is active there. The first hub that has a mapping makes
/// its file active. A version that the store does not know was never in use: broken is also one whose examples do not hold,
/// or what a running hub refused would go live when it starts again.
/// </summary>
internal static partial class StartMappings
{
    /// <param name="store">The hub's store.</param>
    /// <param name="catalog">The files that hold; afterwards what the hub uses.</param>
    /// <param name="broken">The files that do not.</param>
    /// <param name="targets">What the mappings lead to.</param>
    /// <param name="examples">Runs the examples of a version that is new.</param>
    /// <param name="time">When it happens.</param>
    /// <param name="log">Where it is told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What must stop the start.</returns>
    public static async Task<IReadOnlyList<Problem>> ChooseAsync(
        SqlStore store, MappingCatalog catalog, IReadOnlyCollection<RefusedFile> broken, MapTargets targets, ExampleRunner examples, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        var active = await store.ActiveMappingsAsync(cancellationToken);
        var failing = await FailingAsync([.. catalog.Active.Where(m => !active.ContainsKey(m.Name))], store, new MappingTrial(targets, examples), cancellationToken);
        var problems = await LastGoodMappings.RestoreAsync([.. broken.Where(f => !active.ContainsKey(f.Name)), .. failing], catalog, targets, store, time, log, cancellationToken);
        if (problems.Count > 0 || store.Mappings is not { } shared)
        {
            return problems;
        }

        var first = catalog.Active.Where(m => !active.ContainsKey(m.Name)).Select(m => new MappingVersion(m.Name, m.Version, m.Text, time.GetUtcNow())).ToList();
        if (first.Count > 0)
        {
            // Of several hubs that start at once one is the first.
            await shared.ApplyAsync(first, "the hub that started first", onlyMissing: true, cancellationToken);
            active = await store.ActiveMappingsAsync(cancellationToken);
        }

        return await UseAsync(active, store, catalog, broken, targets, log, cancellationToken);
    }

    // Without the values: examples may be made of real events, and this goes to the log.
    private static async Task<IReadOnlyList<RefusedFile>> FailingAsync(IReadOnlyList<Mapping> files, SqlStore store, MappingTrial trial, CancellationToken cancellationToken)
    {
        var failing = new List<RefusedFile>();
        foreach (var file in files)
        {
            if ((await store.MappingsAsync(file.Name, cancellationToken)).Any(v => v.Version == file.Version))
            {
                continue;
            }

            var tried = await trial.TryAsync(file.Name, file.Text, cancellationToken);
            if (tried.Holding is null)
            {
                failing.Add(new RefusedFile(file.Name, file.Text, tried.All(withValues: false)));
            }
        }

        return failing;
    }

    private static async Task<IReadOnlyList<Problem>> UseAsync(
        IReadOnlyDictionary<string, string> active, SqlStore store, MappingCatalog catalog, IReadOnlyCollection<RefusedFile> broken, MapTargets targets, ILogger log, CancellationToken cancellationToken)
    {
        var unusable = new List<Problem>();
        foreach (var (name, file) in catalog.Active.Select(m => (m.Name, m.Version)).Concat(broken.Select(f => (f.Name, Version: MappingReader.VersionOf(f.Text)))).DistinctBy(f => f.Name).ToList())
        {
            if (catalog.Find(name)?.Version == active[name])
            {
                continue;
            }

            var problems = new List<Problem>();
            if (await StoredMapping.ReadAsync(store, targets, name, active[name], problems, cancellationToken) is { } mapping)
            {
                catalog.Activate(mapping);
                catalog.Differ(name, file);
                Log.Differs(log, name, file, mapping.Version);
            }
            else
            {
                unusable.Add(new Problem(name, 0, 0, $"version {active[name]} is active in the store, but this hub cannot use it: start the build and configuration that it was applied with, or run comethooks apply with these."));
                unusable.AddRange(problems);
            }
        }

        return unusable;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Mapping {Mapping}: the file here is version {File} and differs from the active version {Active}, which is used; run comethooks apply to make the file active")]
        public static partial void Differs(ILogger logger, string mapping, string file, string active);
    }
}
