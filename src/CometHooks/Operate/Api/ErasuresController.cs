using CometHooks.Operate.Access;
using CometHooks.Operate.Erase;
using CometHooks.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>Who was erased, or wants to know what is held. Receipts name nobody.</summary>
[Route("api/erasures")]
[Authorize(Roles = RoleNames.Admin)]
internal sealed class ErasuresController(IErasures erasures, ErasureRuns runs, AskedErasures asked) : ApiController
{
    /// <summary>Lists the receipts, newest first.</summary>
    /// <param name="cursor">The page before said it.</param>
    /// <param name="limit">How many, at most 200.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_erasures")]
    [ProducesResponseType<ApiPage<Erasure>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(long? cursor, int? limit, CancellationToken cancellationToken)
        => Ok(ApiPage<Erasure>.Of(await erasures.ErasuresAsync(cursor, Most(limit), cancellationToken)));

    /// <summary>One receipt: how far it is, or how much was erased.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet("{id:long}", Name = "find_erasure")]
    [ProducesResponseType<Erasure>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Find(long id, CancellationToken cancellationToken)
        => await erasures.FindErasureAsync(id, cancellationToken) is { } receipt ? Ok(receipt) : NotThere("erasure");

    /// <summary>Erases all that is kept of a person. It goes on by itself: ask the receipt how far it is. With preview true nothing is erased, and the answer says how much it would be.</summary>
    /// <param name="request">Whose data.</param>
    /// <param name="cancellationToken">Counts until it has begun.</param>
    [HttpPost(Name = "begin_erasure")]
    [ProducesResponseType<Erasure>(StatusCodes.Status202Accepted)]
    [ProducesResponseType<ErasureProgress>(StatusCodes.Status200OK)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public async Task<IActionResult> Begin(ErasureRequest request, CancellationToken cancellationToken)
    {
        if (request.Wrong is { } wrong)
        {
            return Wrong(wrong);
        }

        if (request.Preview)
        {
            return Ok(await runs.EraseAsync(request, Actor, cancellationToken).LastAsync(cancellationToken));
        }

        return await asked.BeginAsync(request.Email!, Actor, cancellationToken) is { } receipt
            ? AcceptedAtAction(nameof(Find), new { id = receipt.Id }, receipt)
            : Impossible("Too many erasures are under way: ask again later.");
    }
}
