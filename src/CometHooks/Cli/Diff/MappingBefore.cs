using CometHooks.Map;
using CometHooks.Store.Sql;

namespace CometHooks.Cli.Diff;

/// <summary>What a changed mapping is compared with.</summary>
internal static class MappingBefore
{
    /// <summary>
    /// The mapping that the endpoint has now. Where the changed file is that very file: the newest version before it that
    /// the hub had in use. Null: there is none.
    /// </summary>
    public static async Task<Mapping?> FindAsync(ConfiguredHub hub, MapTarget changed, SqlArchive store, CancellationToken cancellationToken)
    {
        var name = changed.Options.Mapping;
        if (Path.GetFullPath(changed.Mapping.Name) != Path.GetFullPath(Path.Combine(hub.Folder, name)))
        {
            return hub.Mappings.Find(name);
        }

        var versions = await store.MappingsAsync(name, cancellationToken);
        return versions
            .Where(v => v.Version != changed.Mapping.Version)
            .Select(v => MappingReader.Read(v.Name, v.Text, []))
            .FirstOrDefault(mapping => mapping is not null);
    }
}
