using CometHooks.Operate.Access;
using CometHooks.Operate.Replay;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>What was received or sent once, and shall be again.</summary>
[Route("api/replays")]
internal sealed class ReplaysController(ReplayRuns runs) : ApiController
{
    private const int LongestId = 100;

    /// <summary>Lists the replays since this hub started, newest first.</summary>
    [HttpGet(Name = "list_replays")]
    [ProducesResponseType<IReadOnlyList<ReplayRun>>(StatusCodes.Status200OK)]
    public IActionResult List() => Ok(runs.All);

    /// <summary>How far a replay is.</summary>
    /// <param name="id">Its id.</param>
    [HttpGet("{id}", Name = "find_replay")]
    [ProducesResponseType<ReplayRun>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public IActionResult Find(string? id) => id is not null && runs.Find(id) is { } run ? Ok(run) : NotThere("replay");

    /// <summary>Begins a replay, or its preview, unless one with this id began already. It goes on by itself: ask how far it is.</summary>
    /// <param name="id">Yours to choose, anew for each replay: asking twice with the same id begins it once.</param>
    /// <param name="request">What shall be again; with preview true only what would happen.</param>
    [HttpPut("{id}", Name = "begin_replay")]
    [Authorize(Roles = RoleNames.Operator)]
    [ProducesResponseType<ReplayRun>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public IActionResult Begin(string? id, ReplayRequest request)
        => id is null ? Wrong("An id is not blank.")
            : id.Length > LongestId ? Wrong($"An id has at most {LongestId} characters.")
            : runs.Problem(request) is { } problem ? Wrong(problem)
            : runs.Find(id) is { } known && !known.IsOf(request with { Actor = Actor }) ? Impossible("There is another replay with this id: choose a new one.")
            : Accepted(runs.Begin(id, request with { Actor = Actor }));

    /// <summary>Stops a replay. What began stays begun.</summary>
    /// <param name="id">Its id.</param>
    [HttpDelete("{id}", Name = "stop_replay")]
    [Authorize(Roles = RoleNames.Operator)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public IActionResult Stop(string? id)
    {
        if (id is null || runs.Find(id) is not { } run)
        {
            return NotThere("replay");
        }

        run.Stop();
        return NoContent();
    }
}
