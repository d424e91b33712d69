using CometHooks.Operate.Access;
using CometHooks.Store;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CometHooks.Operate.Api;

/// <summary>Who may sign in.</summary>
[Route("api/users")]
[Authorize(Roles = RoleNames.Admin)]
internal sealed class UsersController(IAccess access, UserChanges changes) : ApiController
{
    /// <summary>Lists all users.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    [HttpGet(Name = "list_users")]
    [ProducesResponseType<IReadOnlyList<UserView>>(StatusCodes.Status200OK)]
    public async Task<IActionResult> List(CancellationToken cancellationToken)
        => Ok((await access.UsersAsync(cancellationToken)).Select(UserView.Of));

    /// <summary>Adds a user, or changes the one of this name and ends its sessions. What the body leaves out stays as it is.</summary>
    /// <param name="name">What the user signs in with.</param>
    /// <param name="change">What shall be.</param>
    /// <param name="cancellationToken">Counts until its turn comes.</param>
    [HttpPut("{name}", Name = "put_user")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesResponseType<ProblemDetails>(StatusCodes.Status409Conflict, "application/problem+json")]
    public async Task<IActionResult> Put(string name, UserInput change, CancellationToken cancellationToken)
    {
        if (!TryWord<AccessRole>(change.Role, out var role))
        {
            return Wrong($"There is no role '{change.Role}'. Roles: {string.Join(", ", Enum.GetValues<AccessRole>().Select(Words.Of))}.");
        }

        var draft = new UserDraft(name) { Role = role, Password = change.Password, IsDisabled = change.Disabled };
        return await changes.PutAsync(draft, Actor, cancellationToken) is { } refusal ? Refused(refusal) : NoContent();
    }
}

/// <param name="Role">viewer, operator or admin.</param>
/// <param name="Password">At least 12 characters.</param>
/// <param name="Disabled">True: may not sign in.</param>
internal sealed record UserInput(string? Role, string? Password, bool? Disabled);

internal sealed record UserView(string Name, string Role, bool Disabled, DateTimeOffset CreatedAt)
{
    public static UserView Of(UserRecord user) => new(user.Name, Words.Of(user.Role), user.DisabledAt is not null, user.CreatedAt);
}
