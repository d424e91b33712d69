using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Mappings;

/// <summary>
/// Where hubs share a store: uses the versions that are active there, from the moment on at which <c>comethooks apply</c>
/// made them so, and says where the files here hold something else.
/// </summary>
internal sealed partial class AppliedMappings(
    MappingCatalog catalog,
    MapTargets targets,
    ISharedMappings shared,
    IRecords records,
    FailedMappings failed,
    AppliedSignal signal,
    TimeProvider time,
    ILogger<AppliedMappings> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Mapping → the file's version at the last look, which an editor may be half way through writing.</summary>
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The store's trouble is not this loop's end: the next look comes by itself.
                Log.LookFailed(log, e);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await signal.WaitAsync(Interval, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var active = await shared.ActiveAsync(cancellationToken);
        foreach (var mapping in catalog.Active)
        {
            if (!active.TryGetValue(mapping.Name, out var version))
            {
                continue;
            }

            if (version == mapping.Version)
            {
                catalog.Forgive(mapping.Name);
            }
            else
            {
                await UseAsync(mapping.Name, version, cancellationToken);
            }

            var used = catalog.Find(mapping.Name)!;
            Compare(used);
            if (used.Version == version)
            {
                await failed.TakeInAsync(used, cancellationToken);
            }
        }
    }

    private async Task UseAsync(string name, string version, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (await StoredMapping.ReadAsync(records, targets, name, version, problems, cancellationToken) is { } mapping)
        {
            catalog.Activate(mapping);
        }
        else if (catalog.Refused.GetValueOrDefault(name)?.Version != version)
        {
            // Applied by another build, or for another configuration, than this hub's.
            catalog.Refuse(name, version, problems, time.GetUtcNow());
            Log.Unusable(log, name, version, string.Join(Environment.NewLine, problems));
        }
    }

    private void Compare(Mapping mapping)
    {
        var version = MappingFile.TryReadText(targets.Folder, mapping.Name, [], out var text) ? MappingReader.VersionOf(text) : MappingFile.NotThere;
        var isSettled = _seen.GetValueOrDefault(mapping.Name) == version;
        _seen[mapping.Name] = version;
        if (version == mapping.Version)
        {
            catalog.Agree(mapping.Name);
        }
        else if (isSettled && catalog.Differ(mapping.Name, version))
        {
            Log.Differs(log, mapping.Name, version, mapping.Version);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Mapping {Mapping} version {Version} is active, but this hub cannot use it and goes on with the version before: start the build and configuration that it was applied with. {Problems}")]
        public static partial void Unusable(ILogger logger, string mapping, string version, string problems);

        [LoggerMessage(LogLevel.Warning, "Mapping {Mapping}: the file here is version {File} and differs from the active version {Active}; run comethooks apply to make the file active")]
        public static partial void Differs(ILogger logger, string mapping, string file, string active);

        [LoggerMessage(LogLevel.Error, "Looking for the active mappings failed; the next look comes by itself")]
        public static partial void LookFailed(ILogger logger, Exception exception);
    }
}
