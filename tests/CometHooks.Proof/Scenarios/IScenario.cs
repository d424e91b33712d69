using CometHooks.Proof.Check;

namespace CometHooks.Proof.Scenarios;

/// <summary>One way to trouble a hub, and what must hold all the same.</summary>
internal interface IScenario
{
    /// <summary>As <c>--scenario</c> names it.</summary>
    string Name { get; }

    /// <summary>What it shows, in a sentence.</summary>
    string Shows { get; }

    /// <summary>Runs it. What it finds wrong beyond the invariants is in the result; it throws only where it could not run.</summary>
    Task<ScenarioResult> RunAsync(ProofSettings settings, History history, CancellationToken cancellationToken);
}

internal sealed record ProofSettings
{
    /// <summary>All that is random comes from it.</summary>
    public int Seed { get; init; } = 4;

    /// <summary>How many kills; null: as many as the scenario's short or long form has.</summary>
    public int? Kills { get; init; }

    /// <summary>The form that takes minutes and more, not the seconds that CI has.</summary>
    public bool Long { get; init; }

    /// <summary>Where progress is told.</summary>
    public Action<string> Say { get; init; } = _ => { };
}

/// <param name="Invariants">The four, counted.</param>
/// <param name="Did">What was done, for whoever reads the report.</param>
/// <param name="Failures">What else is wrong: also that a run showed nothing.</param>
internal sealed record ScenarioResult(Invariants Invariants, IReadOnlyList<string> Did, params IReadOnlyList<string> Failures)
{
    public bool Passed => Invariants.Hold && Failures.Count == 0;
}
