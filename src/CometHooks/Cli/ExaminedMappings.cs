using CometHooks.Configuration;

namespace CometHooks.Cli;

/// <summary>What is wrong with configuration, plugins, mappings and all their examples: the same for <c>check</c> and <c>apply</c>.</summary>
internal sealed record ExaminedMappings(IReadOnlyList<Problem> Problems, IReadOnlyList<ExaminedMapping> Mappings)
{
    public static async Task<ExaminedMappings> OfAsync(ConfiguredHub hub, CancellationToken cancellationToken)
    {
        var problems = hub.Problems.ToList();
        var mappings = new List<ExaminedMapping>();
        foreach (var target in hub.AllTargets)
        {
            var results = await hub.Examples.RunAsync(target, cancellationToken);
            problems.AddRange(results.SelectMany(r => r.Problems));
            mappings.Add(new ExaminedMapping(
                target.Mapping.Name,
                target.Mapping.Source,
                target.Mapping.Version,
                target.Mapping.Rules.Count,
                results.Count(r => r.Problems.Count == 0),
                results.Count(r => r.Problems.Count > 0),
                [.. hub.Targets.EndpointsOf(target.Mapping.Name)]));
        }

        return new ExaminedMappings(problems, mappings);
    }
}

internal sealed record ExaminedMapping(
    string Name, string Source, string Version, int Rules, int ExamplesHold, int ExamplesFailed, IReadOnlyList<string> Endpoints);
