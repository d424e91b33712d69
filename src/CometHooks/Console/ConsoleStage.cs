using CometHooks.Operate.Access;
using CometHooks.Operate.Api;
using CometHooks.Receive;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using MudBlazor.Services;

namespace CometHooks.WebConsole;

/// <summary>The console and the admin API: both show the same, to the same people, at the admin address only.</summary>
internal static class ConsoleStage
{
    public static IServiceCollection AddConsole(this IServiceCollection services, ConsoleOptions options)
    {
        services.AddAccess(options);
        services.AddApi();
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, LivingSession>();
        services.AddScoped<SignedInUser>();
        services.AddMudServices();
        return services;
    }

    public static void UseConsole(this WebApplication app, ConsoleOptions options)
    {
        // Not on the path of a webhook: that is let in by its signature. The framework would add both by itself for all.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        ((IApplicationBuilder)app).Properties["__AuthorizationMiddlewareSet"] = true;
        app.UseWhen(context => context.Features.Get<Listener>() is { IsAdmin: true }, admin =>
        {
            admin.UseMiddleware<SecurityHeaders>();
            admin.UseAuthentication();
            admin.UseAuthorization();
            admin.UseAntiforgery();
        });
        app.UseApi();
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        app.MapPost("/signout", SignOutAsync);
        if (options.OpenId.Authority.Length > 0)
        {
            app.MapGet("/signin/openid", () => TypedResults.Challenge(new AuthenticationProperties { RedirectUri = "/" }, [OpenIdConnect.Scheme])).AllowAnonymous();
        }
    }

    // That it takes a field of a form is what makes the framework ask for the form's antiforgery token.
    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext context, [Microsoft.AspNetCore.Mvc.FromForm] string? from)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.LocalRedirect(SignIn.Path);
    }
}
