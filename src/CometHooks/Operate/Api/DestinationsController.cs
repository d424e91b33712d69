using CometHooks.Deliver;
using CometHooks.Operate.Access;
using CometHooks.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>The Cometly spaces.</summary>
[Route("api/destinations")]
internal sealed class DestinationsController(DestinationViews destinations, IRecords records, TimeProvider time, DeliveryService? delivery = null) : ApiController
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
    public async Task<IActionResult> Pause(string name, PauseInput input)
    {
        var why = input.Reason?.Trim() ?? "";
        return why.Length > 200 ? Wrong("The reason has at most 200 characters.")
            : delivery is null ? NotHere()
            : !await delivery.PauseAsync(name, why) ? NotThere("destination with a token")
            : await DoneAsync("pause", name, why);
    }

    /// <summary>Ends a destination's pause.</summary>
    /// <param name="name">The destination.</param>
    [HttpDelete("{name}/pause", Name = "resume_destination")]
    [Authorize(Roles = RoleNames.Operator)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public async Task<IActionResult> Resume(string name)
        => delivery is null ? NotHere()
            : !await delivery.ResumeAsync(name) ? NotThere("destination with a token")
            : await DoneAsync("resume", name, "");

    private ObjectResult NotHere() => Impossible("This instance leaves delivery to others (roles): ask one of them.");

    private async Task<NoContentResult> DoneAsync(string kind, string name, string why)
    {
        await records.AuditAsync(new AuditEntry(time.GetUtcNow(), kind, name, why.Length == 0 ? "asked for" : $"asked for: {why}") { Actor = Actor }, CancellationToken.None);
        return NoContent();
    }
}

/// <param name="Reason">For others who look at it.</param>
internal sealed record PauseInput(string? Reason);
