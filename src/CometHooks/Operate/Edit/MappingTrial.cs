using CometHooks.Configuration;
using CometHooks.Map;
using CometHooks.Operate.Rehearse;

namespace CometHooks.Operate.Edit;

/// <summary>Checks a mapping's text as it must hold before it is used: what it says, for whom it is, and its examples.</summary>
internal sealed class MappingTrial(MapTargets targets, ExampleRunner examples)
{
    /// <param name="name">The mapping; one that endpoints name.</param>
    /// <param name="text">Its text.</param>
    /// <param name="cancellationToken">Ends the examples.</param>
    public async Task<TriedMapping> TryAsync(string name, string text, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (MappingReader.Read(name, text, problems) is not { } mapping)
        {
            return new TriedMapping(null, problems, []);
        }

        problems.AddRange(targets.Problems(mapping));
        var results = problems.Count == 0 && targets.Of(mapping).FirstOrDefault() is { } target ? await RunAsync(target, cancellationToken) : [];
        return new TriedMapping(mapping, problems, results);
    }

    // A draft may say what no mapping ever said; whatever its examples run into is its own mistake, and not the hub's.
    private async Task<IReadOnlyList<ExampleResult>> RunAsync(MapTarget target, CancellationToken cancellationToken)
    {
        try
        {
            return await examples.RunAsync(target, cancellationToken);
        }
        catch (Exception e) when (e is ArgumentException or OverflowException or InvalidOperationException)
        {
            return [.. target.Mapping.Examples.Take(1).Select(x => new ExampleResult(x, [new Problem(target.Mapping.Name, x.Line, 1, $"the examples cannot be run: {e.Message}")]))];
        }
    }
}

/// <param name="Mapping">The mapping, where its text can be read.</param>
/// <param name="Problems">What is wrong with it as it stands.</param>
/// <param name="Examples">Its examples, and which do not hold; empty where it was not good enough to run them.</param>
internal sealed record TriedMapping(Mapping? Mapping, IReadOnlyList<Problem> Problems, IReadOnlyList<ExampleResult> Examples)
{
    /// <summary>The mapping, if everything about it holds.</summary>
    public Mapping? Holding => Problems.Count == 0 && Examples.All(e => e.Problems.Count == 0) ? Mapping : null;

    /// <summary>All that is wrong. The values that an example saw are left out unless they are asked for: it may be made of a real event.</summary>
    public IReadOnlyList<Problem> All(bool withValues) =>
    [
        .. Problems,
        .. Examples.Where(e => e.Problems.Count > 0).SelectMany(e => withValues
            ? e.Problems
            : [new Problem(Mapping!.Name, e.Example.Line, 1, $"example '{e.Example.Name}' does not hold: `comethooks test` says why.")]),
    ];
}
