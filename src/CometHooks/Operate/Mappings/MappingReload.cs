using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Operate.Edit;
using CometHooks.Store;

namespace CometHooks.Operate.Mappings;

/// <summary>
/// Where the hub has its store for itself: takes a changed mapping file into use while it runs. Files are looked at every second rather than watched: change
/// notices do not cross container mounts.
/// </summary>
internal sealed partial class MappingReload(
    MappingCatalog catalog,
    MapTargets targets,
    MappingTrial trial,
    IRecords records,
    FailedMappings failed,
    TimeProvider time,
    ILogger<MappingReload> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Text seen at the last look, not yet taken: an editor may be half way through writing it.</summary>
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    /// <summary>Mapping → the version that the store has.</summary>
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

    /// <summary>Mappings whose last look failed: the log has it already.</summary>
    private readonly HashSet<string> _failing = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            foreach (var mapping in catalog.Active)
            {
                try
                {
                    await LookAsync(mapping, stoppingToken);
                    await TakeInAsync(catalog.Find(mapping.Name)!, stoppingToken);
                    _failing.Remove(mapping.Name);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The store's trouble is not this loop's end: what was not taken in is taken in at a later look.
                    if (_failing.Add(mapping.Name))
                    {
                        Log.LookFailed(log, e, mapping.Name);
                    }
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(Mapping mapping, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var readable = MappingFile.TryReadText(targets.Folder, mapping.Name, problems, out var text);
        if (text == mapping.Text)
        {
            catalog.Forgive(mapping.Name);
            _seen.Remove(mapping.Name);
            return;
        }

        // Only a text that stayed the same between two looks is taken.
        if (!_seen.TryGetValue(mapping.Name, out var before) || before != text)
        {
            _seen[mapping.Name] = text;
            return;
        }

        var version = MappingReader.VersionOf(text);
        if (catalog.Refused.TryGetValue(mapping.Name, out var refused) && refused.Version == version)
        {
            return;
        }

        if (readable && await ReadAsync(mapping.Name, text, problems, cancellationToken) is { } changed)
        {
            catalog.Activate(changed);
            return;
        }

        catalog.Refuse(mapping.Name, version, problems, time.GetUtcNow());
        Log.Refused(log, mapping.Name, string.Join(Environment.NewLine, problems));
    }

    // The mapping, if everything about it holds. Without the values: examples may be made of real events, and this goes to the log.
    private async Task<Mapping?> ReadAsync(string name, string text, List<Problem> problems, CancellationToken cancellationToken)
    {
        try
        {
            var tried = await trial.TryAsync(name, text, cancellationToken);
            problems.AddRange(tried.All(withValues: false));
            return tried.Holding;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Without the message: it may hold what an example saw.
            problems.Add(new Problem(name, 0, 0, $"could not be checked: the hub ran into {e.GetType().Name}. Change the file, or restart the hub."));
            return null;
        }
    }

    // A version in use is kept, and what an older one had failed is mapped again.
    private async Task TakeInAsync(Mapping mapping, CancellationToken cancellationToken)
    {
        if (_kept.GetValueOrDefault(mapping.Name) != mapping.Version)
        {
            await records.KeepMappingAsync(new MappingVersion(mapping.Name, mapping.Version, mapping.Text, time.GetUtcNow()), cancellationToken);
            _kept[mapping.Name] = mapping.Version;
        }

        await failed.TakeInAsync(mapping, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "Mapping {Mapping} was changed but not taken into use, the version before stays active. {Problems}")]
        public static partial void Refused(ILogger logger, string mapping, string problems);

        [LoggerMessage(LogLevel.Error, "Looking for a change of mapping {Mapping} failed; the next look comes by itself")]
        public static partial void LookFailed(ILogger logger, Exception exception, string mapping);
    }
}
