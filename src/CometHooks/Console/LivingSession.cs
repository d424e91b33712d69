using CometHooks.Operate.Access;
using CometHooks.Store;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace CometHooks.WebConsole;

/// <summary>A page that stays open asks again whether its user may still see it: a cookie is looked at only when a page is opened.</summary>
internal sealed class LivingSession(ILoggerFactory loggers, IAccess access, TimeProvider time) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
        => Sessions.HoldsAsync(access, authenticationState.User, time, cancellationToken);
}
