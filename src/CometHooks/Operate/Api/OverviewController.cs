using CometHooks.Operate.Explain;
using CometHooks.Store;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>How the hub does.</summary>
[Route("api")]
internal sealed class OverviewController(OverviewView overview, IOverview store, ReadinessView readiness, TimeProvider time) : ApiController
{
    private const int MostDays = 400;
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    /// <summary>What waits, what waits for a person, and since when.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("overview", Name = "overview")]
    [ProducesResponseType<HubOverview>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Overview(CancellationToken cancellationToken) => Ok(await overview.NowAsync(cancellationToken));

    /// <summary>What was received, delivered and failed, hour by hour, and the money of what was delivered.</summary>
    /// <param name="from">The first hour; a day ago without it.</param>
    /// <param name="to">Where the last hour ends; without it, an hour from now, so that this hour is one of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("series", Name = "series")]
    [ProducesResponseType<IReadOnlyList<SeriesPoint>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Series(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        var until = to ?? time.GetUtcNow().AddHours(1);
        var since = from ?? (until - DateTimeOffset.MinValue > OneDay ? until - OneDay : until);
        return until - since > TimeSpan.FromDays(MostDays) ? Wrong($"At most {MostDays} days at a time.") : Ok(await store.SeriesAsync(since, until, cancellationToken));
    }

    /// <summary>How well Cometly can recognise the visitors by what each endpoint sent, what is missing, and what would fix it.</summary>
    /// <param name="days">How many days back, today included (UTC); 7 without it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("readiness", Name = "readiness")]
    [ProducesResponseType<IReadOnlyList<EndpointReadiness>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Readiness(int? days, CancellationToken cancellationToken)
        => Ok(await readiness.OfAsync(Math.Clamp(days ?? ReadinessView.Usual, 1, MostDays), cancellationToken));

    /// <summary>The dead or rejected conversions by what ended them.</summary>
    /// <param name="state">dead or rejected.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("causes", Name = "list_causes")]
    [ProducesResponseType<IReadOnlyList<CauseGroup>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> Causes(string? state, CancellationToken cancellationToken)
        => TryWord<ConversionState>(state, out var inState) && inState is ConversionState.Dead or ConversionState.Rejected
            ? Ok((await store.CausesAsync(inState.Value, cancellationToken)).Select(c => c with { Cause = PersonalValues.Unknown(c.Cause)! }))
            : Wrong("Say which: state=dead or state=rejected.");
}
