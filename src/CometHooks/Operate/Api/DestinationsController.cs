using CometHooks.Operate.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>The Cometly spaces.</summary>
[Route("api/destinations")]
internal sealed class DestinationsController(DestinationViews destinations, PausesByHand pauses) : ApiController
{
    /// <summary>Lists all destinations: budget, pause, what waits, and the last answers.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_destinations")]
    [ProducesResponseType<IReadOnlyList<DestinationView>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(CancellationToken cancellationToken) => Ok(await destinations.AllAsync(cancellationToken));

    /// <summary>Pauses a destination until that is ended by hand. Its conversions wait; what is under way is finished.</summary>
    /// <param name="name">The destination.</param>
    /// <param name="input">Why.</param>
    [HttpPut("{name}/pause", Name = "pause_destination")]
    [Authorize(Roles = RoleNames.Operator)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public async Task<IActionResult> Pause(string name, PauseInput input) => Answer(await pauses.PauseAsync(name, input.Reason, Actor));

    /// <summary>Ends a destination's pause. What waits only because the destination was wrong is sent at once.</summary>
    /// <param name="name">The destination.</param>
    [HttpDelete("{name}/pause", Name = "resume_destination")]
    [Authorize(Roles = RoleNames.Operator)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public async Task<IActionResult> Resume(string name) => Answer((await pauses.ResumeAsync(name, Actor)).Outcome);

    private IActionResult Answer(PauseAnswer answer) => answer switch
    {
        PauseAnswer.Done => NoContent(),
        PauseAnswer.TooLong => Wrong("The reason has at most 200 characters."),
        PauseAnswer.NotHere => Impossible("This instance leaves delivery to others (roles): ask one of them."),
        _ => NotThere("destination with a token"),
    };
}

/// <param name="Reason">For others who look at it.</param>
internal sealed record PauseInput(string? Reason);
