using CometHooks.Operate.Access;
using CometHooks.Store;
using Microsoft.AspNetCore.Components.Authorization;

namespace CometHooks.WebConsole;

/// <summary>Who acts on a page, asked at the moment of the act: a hidden button keeps nobody out, and the page may have stayed open since its user lost the role.</summary>
internal sealed class SignedInUser(AuthenticationStateProvider state, IAccess access, TimeProvider time)
{
    /// <summary>Who it is for the audit trail; null: not somebody who may do that now.</summary>
    public async Task<string?> ActorAsync(AccessRole role)
    {
        var user = (await state.GetAuthenticationStateAsync()).User;
        return user.May(role) && await Sessions.HoldsAsync(access, user, time, CancellationToken.None) ? user.Actor() : null;
    }
}
