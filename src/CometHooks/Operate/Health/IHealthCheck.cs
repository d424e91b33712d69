namespace CometHooks.Operate.Health;

/// <summary>One thing that has to hold for the hub to do its job. Each stage adds its own.</summary>
internal interface IHealthCheck
{
    /// <summary>Its name in the answer of <c>/readyz</c>.</summary>
    string Name { get; }

    /// <summary>Looks.</summary>
    ValueTask<HealthResult> CheckAsync(CancellationToken cancellationToken);
}

/// <param name="Ready">Whether it holds. One that does not makes the whole answer 503.</param>
/// <param name="Details">What to show, as JSON; no secret, nothing personal.</param>
internal sealed record HealthResult(bool Ready, IReadOnlyDictionary<string, object?> Details);
