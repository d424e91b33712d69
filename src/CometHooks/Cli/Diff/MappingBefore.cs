using CometHooks.Map;
using CometHooks.Store.Sql;

namespace CometHooks.Cli.Diff;

/// <summary>What a changed mapping is compared with.</summary>
internal static class MappingBefore
{
    /// <summary>
    /// The mapping that the endpoint has now: where hubs share the store, the active version there, else its file. Where
    /// the changed file is that very version: the newest other one that was in use. Null: there is none.
    /// </summary>
    public static async Task<Mapping?> FindAsync(ConfiguredHub hub, MapTarget changed, SqlArchive store, CancellationToken cancellationToken)
    {
        var name = changed.Options.Mapping;
        var versions = await store.MappingsAsync(name, cancellationToken);
        if ((await store.ActiveMappingsAsync(cancellationToken)).TryGetValue(name, out var active))
        {
            versions = [.. versions.OrderByDescending(v => v.Version == active)];
        }
        else if (Path.GetFullPath(changed.Mapping.Name) != Path.GetFullPath(Path.Combine(hub.Folder, name)))
        {
            return hub.Mappings.Find(name);
        }

        return versions
            .Where(v => v.Version != changed.Mapping.Version)
            .Select(v => MappingReader.Read(v.Name, v.Text, []))
            .FirstOrDefault(mapping => mapping is not null);
    }
}
