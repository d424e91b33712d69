using CometHooks.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CometHooks.Operate.Access;

/// <summary>The cookie of who signed in. It is over when the user's role, password or permission changes.</summary>
internal static class Sessions
{
    public static void Configure(CookieAuthenticationOptions cookie, ConsoleOptions options)
    {
        cookie.Cookie.Name = "comethooks";
        cookie.Cookie.HttpOnly = true;

        // Lax: a link in an alert leads to the page it names. What writes asks for more than the cookie.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = options.Session;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = SignIn.Path;
        cookie.AccessDeniedPath = "/not-allowed";
        cookie.ReturnUrlParameter = "back";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
        cookie.Events.OnRedirectToLogin = context => IsApi(context) ? Refusals.NotSignedInAsync(context.HttpContext) : RedirectAsync(context);
        cookie.Events.OnRedirectToAccessDenied = context => IsApi(context) ? Refusals.NotAllowedAsync(context.HttpContext) : RedirectAsync(context);
    }

    /// <summary>Whether the user that this session is of may still do what it says.</summary>
    public static async Task<bool> HoldsAsync(IAccess access, System.Security.Claims.ClaimsPrincipal principal, TimeProvider time, CancellationToken cancellationToken)
        => principal.FindFirst(Principals.Stamp) is not { } stamp
            ? principal.FindFirst(Principals.Ends) is { } ends && long.Parse(ends.Value, System.Globalization.CultureInfo.InvariantCulture) > time.GetUtcNow().ToUnixTimeSeconds()
            : principal.Identity?.Name is { } name
                && await access.FindUserAsync(name, cancellationToken) is { DisabledAt: null } user && user.Stamp == stamp.Value;

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.Principal is not { } principal
            || !await HoldsAsync(context.HttpContext.RequestServices.GetRequiredService<IAccess>(), principal, context.HttpContext.RequestServices.GetRequiredService<TimeProvider>(), context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }

    private static bool IsApi(RedirectContext<CookieAuthenticationOptions> context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    private static Task RedirectAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
