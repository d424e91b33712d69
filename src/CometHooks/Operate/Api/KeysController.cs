using CometHooks.Operate.Access;
using CometHooks.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>Which programs may use this API.</summary>
[Route("api/keys")]
[Authorize(Roles = RoleNames.Admin)]
internal sealed class KeysController(IAccess access, KeyChanges changes) : ApiController
{
    /// <summary>Lists all keys, those that are revoked too. None of them can be read again.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_keys")]
    [ProducesResponseType<IReadOnlyList<ApiKeyRecord>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(CancellationToken cancellationToken) => Ok(await access.KeysAsync(cancellationToken));

    /// <summary>Makes a key. The answer shows it, once.</summary>
    /// <param name="input">Its name and role.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    [HttpPost(Name = "make_key")]
    [ProducesResponseType<NewKey>(StatusCodes.Status201Created)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public async Task<IActionResult> Make(KeyInput input, CancellationToken cancellationToken)
    {
        _ = TryWord<AccessRole>(input.Role, out var role);
        var made = await changes.MakeAsync(input.Name, role, Actor, cancellationToken);
        if (made.Refusal is { } refusal)
        {
            return Refused(refusal);
        }

        Response.Headers.CacheControl = "no-store";
        return StatusCode(StatusCodes.Status201Created, new NewKey(made.Record!.Id, made.Record.Name, made.Key!));
    }

    /// <summary>Revokes a key, for good.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    [HttpDelete("{id:long}", Name = "revoke_key")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Revoke(long id, CancellationToken cancellationToken)
        => await changes.RevokeAsync(id, Actor, cancellationToken) ? NoContent() : NotThere("key");
}

/// <param name="Name">What it is for.</param>
/// <param name="Role">viewer, operator or admin.</param>
internal sealed record KeyInput(string? Name, string? Role);

/// <param name="Id">Its number.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Key">Send it as <c>Authorization: Bearer …</c>. It is never shown again.</param>
internal sealed record NewKey(long Id, string Name, string Key);
