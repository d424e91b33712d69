using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Mappings;

/// <summary>
/// At a start with a broken mapping file: the version that was active before, from the store. A mistake in a rule must not
/// stop a hub at its next restart either.
/// </summary>
internal static partial class LastGoodMappings
{
    /// <summary>Activates the last good version of each broken file; what remains broken is returned and must stop the start.</summary>
    public static async Task<IReadOnlyList<Problem>> RestoreAsync(
        IReadOnlyCollection<RefusedFile> broken, MappingCatalog catalog, MapTargets targets, IRecords records, TimeProvider time, ILogger log, CancellationToken cancellationToken)
    {
        var remaining = new List<Problem>();
        foreach (var file in broken)
        {
            var versions = await records.MappingsAsync(file.Name, cancellationToken);
            if (versions.Select(v => MappingReader.Read(v.Name, v.Text, [])).FirstOrDefault(m => m is not null && !targets.Problems(m).Any()) is { } mapping)
            {
                catalog.Activate(mapping);
                catalog.Refuse(file.Name, MappingReader.VersionOf(file.Text), file.Problems, time.GetUtcNow());
                Log.Restored(log, file.Name, mapping.Version, string.Join(Environment.NewLine, file.Problems));
            }
            else
            {
                remaining.AddRange(file.Problems);
            }
        }

        return remaining;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Mapping {Mapping} is broken, so its last good version {Version} is used. {Problems}")]
        public static partial void Restored(ILogger logger, string mapping, string version, string problems);
    }
}

/// <param name="Name">The file, relative to the configuration folder.</param>
/// <param name="Text">Its text as it is.</param>
/// <param name="Problems">Why it cannot be used.</param>
internal sealed record RefusedFile(string Name, string Text, IReadOnlyList<Problem> Problems);
