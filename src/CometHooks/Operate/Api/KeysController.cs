using CometHooks.Operate.Access;
using CometHooks.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>Which programs may use this API.</summary>
[Route("api/keys")]
[Authorize(Roles = RoleNames.Admin)]
internal sealed class KeysController(IAccess access, ApiKeys keys, IRecords records, TimeProvider time) : ApiController
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
        var name = input.Name?.Trim() ?? "";
        if (name.Length is 0 or > 100 || !TryWord<AccessRole>(input.Role, out var role) || role is null)
        {
            return Wrong("A key needs a name of at most 100 characters and a role: viewer, operator or admin.");
        }

        // A name in use is not used twice: whoever asks again because no answer came does not leave a key behind that nobody knows.
        if ((await access.KeysAsync(cancellationToken)).Any(k => k.RevokedAt is null && k.Name == name))
        {
            return Impossible($"There is a key '{name}' already. Revoke it, or choose another name.");
        }

        var (record, key) = await keys.MakeAsync(name, role.Value, Actor, cancellationToken);
        await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "key", record.Name, $"made, with the role {input.Role}") { Actor = Actor }, cancellationToken);
        Response.Headers.CacheControl = "no-store";
        return StatusCode(StatusCodes.Status201Created, new NewKey(record.Id, record.Name, key));
    }

    /// <summary>Revokes a key, for good.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    [HttpDelete("{id:long}", Name = "revoke_key")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json")]
    public async Task<IActionResult> Revoke(long id, CancellationToken cancellationToken)
    {
        if ((await access.KeysAsync(cancellationToken)).FirstOrDefault(k => k.Id == id) is not { } key)
        {
            return NotThere("key");
        }

        if (await access.RevokeKeyAsync(id, cancellationToken))
        {
            await records.AuditAsync(new AuditEntry(time.GetUtcNow(), "key", key.Name, "revoked") { Actor = Actor }, cancellationToken);
        }

        return NoContent();
    }
}

/// <param name="Name">What it is for.</param>
/// <param name="Role">viewer, operator or admin.</param>
internal sealed record KeyInput(string? Name, string? Role);

/// <param name="Id">Its number.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Key">Send it as <c>Authorization: Bearer …</c>. It is never shown again.</param>
internal sealed record NewKey(long Id, string Name, string Key);
