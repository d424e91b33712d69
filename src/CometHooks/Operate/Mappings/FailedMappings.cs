using CometHooks.Map;
using CometHooks.Store;

namespace CometHooks.Operate.Mappings;

/// <summary>What an older version of a mapping had failed is mapped again by the one in use. However many hubs do it, each webhook is mapped again by one.</summary>
internal sealed partial class FailedMappings(MapTargets targets, IInbox inbox, MappingSignal signal, ILogger<FailedMappings> log)
{
    /// <summary>
    /// How many looks a new version is taken in: a webhook that was being mapped by the version before may fail just after
    /// the first.
    /// </summary>
    private const int Looks = 3;

    /// <summary>Mapping → how often its active version was taken in.</summary>
    private readonly Dictionary<string, (string Version, int Times)> _taken = new(StringComparer.Ordinal);

    /// <summary>Called at every look, with the version in use.</summary>
    public async Task TakeInAsync(Mapping mapping, CancellationToken cancellationToken)
    {
        var times = _taken.TryGetValue(mapping.Name, out var taken) && taken.Version == mapping.Version ? taken.Times : 0;
        if (times >= Looks)
        {
            return;
        }

        var again = 0;
        foreach (var endpoint in targets.EndpointsOf(mapping.Name))
        {
            again += await inbox.MapAgainAsync(endpoint, mapping.Version, cancellationToken);
        }

        _taken[mapping.Name] = (mapping.Version, times + 1);
        if (times == 0 || again > 0)
        {
            Log.Active(log, mapping.Name, mapping.Version, mapping.Rules.Count);
            if (again > 0)
            {
                Log.Again(log, mapping.Name, again);
            }

            signal.Set();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Mapping {Mapping} version {Version} is active; rules: {Rules}")]
        public static partial void Active(ILogger logger, string mapping, string version, int rules);

        [LoggerMessage(LogLevel.Information, "Mapping {Mapping}: webhooks that had failed and are mapped again: {Again}")]
        public static partial void Again(ILogger logger, string mapping, int again);
    }
}
