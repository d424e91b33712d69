using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate;

/// <summary>
/// Takes a changed mapping file into use while the hub runs. Files are looked at every second rather than watched: change
/// notices do not cross container mounts.
/// </summary>
internal sealed partial class MappingReload(
    MappingCatalog catalog,
    MapTargets targets,
    ExampleRunner examples,
    IInbox inbox,
    IRecords records,
    MappingSignal signal,
    TimeProvider time,
    ILogger<MappingReload> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Text seen at the last look, not yet taken: an editor may be half way through writing it.</summary>
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var mapping in catalog.Active)
        {
            await TakeAsync(mapping, stoppingToken);
        }

        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var mapping in catalog.Active)
                {
                    await LookAsync(mapping, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.LookFailed(log, e);
            }
        }
    }

    private async Task LookAsync(Mapping mapping, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (!MappingFile.TryReadText(targets.Folder, mapping.Name, problems, out var text))
        {
            return;
        }

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

        if (catalog.Refused.TryGetValue(mapping.Name, out var refused) && refused.Text == text)
        {
            return;
        }

        await TryAsync(mapping.Name, text, problems, cancellationToken);
    }

    private async Task TryAsync(string name, string text, List<Problem> problems, CancellationToken cancellationToken)
    {
        if (MappingReader.Read(name, text, problems) is { } mapping)
        {
            problems.AddRange(targets.Problems(mapping));
            foreach (var target in problems.Count == 0 ? targets.Of(mapping) : [])
            {
                // Which one, not what came instead: that quotes the event, and this goes to the log.
                var results = await examples.RunAsync(target, cancellationToken);
                problems.AddRange(results.Where(r => r.Problems.Count > 0)
                    .Select(r => new Problem(name, r.Example.Line, 1, $"example '{r.Example.Name}' does not hold. `comethooks check` says what came instead.")));
            }

            if (problems.Count == 0)
            {
                catalog.Activate(mapping);
                await TakeAsync(mapping, cancellationToken);
                return;
            }
        }

        catalog.Refuse(name, text, problems, time.GetUtcNow());
        Log.Refused(log, name, string.Join(Environment.NewLine, problems));
    }

    // A version in use is kept, and what an older one had failed is mapped again.
    private async Task TakeAsync(Mapping mapping, CancellationToken cancellationToken)
    {
        await records.KeepMappingAsync(new MappingVersion(mapping.Name, mapping.Version, mapping.Text, time.GetUtcNow()), cancellationToken);
        var again = 0;
        foreach (var endpoint in targets.EndpointsOf(mapping.Name))
        {
            again += await inbox.MapAgainAsync(endpoint, mapping.Version, cancellationToken);
        }

        Log.Active(log, mapping.Name, mapping.Version, mapping.Rules.Count, again);
        signal.Set();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Mapping {Mapping} version {Version} is active: {Rules} rules, {Again} failed webhooks are mapped again")]
        public static partial void Active(ILogger logger, string mapping, string version, int rules, int again);

        [LoggerMessage(LogLevel.Error, "Mapping {Mapping} was changed but not taken into use, the version before stays active. {Problems}")]
        public static partial void Refused(ILogger logger, string mapping, string problems);

        [LoggerMessage(LogLevel.Error, "Looking for changed mappings failed; the next look comes by itself")]
        public static partial void LookFailed(ILogger logger, Exception exception);
    }
}
