using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Mappings;

/// <summary>A version of a mapping that the store keeps, compiled.</summary>
internal static class StoredMapping
{
    /// <summary>The mapping; null where there is none or this hub cannot use it.</summary>
    public static async Task<Mapping?> ReadAsync(
        IRecords records, MapTargets targets, string name, string version, List<Problem> problems, CancellationToken cancellationToken)
    {
        var kept = (await records.MappingsAsync(name, cancellationToken)).FirstOrDefault(v => v.Version == version);
        if (kept is null)
        {
            problems.Add(new Problem(name, 0, 0, $"the store does not have version {version}, which it says is active. Run comethooks apply."));
            return null;
        }

        if (MappingReader.Read(name, kept.Text, problems) is not { } mapping)
        {
            return null;
        }

        problems.AddRange(targets.Problems(mapping));
        return problems.Count == 0 ? mapping : null;
    }
}
