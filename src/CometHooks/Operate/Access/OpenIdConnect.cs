using System.Security.Claims;
using CometHooks.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CometHooks.Operate.Access;

/// <summary>Signing in by an OpenID Connect provider, whose claims say the role.</summary>
internal static class OpenIdConnect
{
    public const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    public static void AddOpenId(this AuthenticationBuilder authentication, OpenIdOptions options) =>
        authentication.AddOpenIdConnect(connect =>
        {
            connect.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            connect.Authority = options.Authority;
            connect.ClientId = options.ClientId;
            connect.ClientSecret = options.ClientSecret;
            connect.ResponseType = OpenIdConnectResponseType.Code;
            connect.MapInboundClaims = false;
            connect.GetClaimsFromUserInfoEndpoint = true;
            connect.Scope.Add("email");
            connect.Events.OnTokenValidated = context => LetIn(context, options);
        });

    /// <summary>The highest role that one of the claim's values gives; null: none.</summary>
    public static AccessRole? RoleOf(ClaimsPrincipal principal, OpenIdOptions options)
    {
        var values = principal.FindAll(options.RoleClaim).Select(c => c.Value).ToHashSet(StringComparer.Ordinal);
        return values.Overlaps(options.Admins) ? AccessRole.Admin
            : values.Overlaps(options.Operators) ? AccessRole.Operator
            : values.Overlaps(options.Viewers) ? AccessRole.Viewer
            : null;
    }

    private static Task LetIn(TokenValidatedContext context, OpenIdOptions options)
    {
        var principal = context.Principal!;
        if (RoleOf(principal, options) is not { } role)
        {
            context.Fail("no role");
            return Task.CompletedTask;
        }

        var name = principal.FindFirstValue("email") ?? principal.FindFirstValue("preferred_username") ?? principal.FindFirstValue("sub") ?? "unknown";
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, $"user {name}"), new Claim(ClaimTypes.Name, name), .. Principals.RolesOf(role)], OpenIdConnectDefaults.AuthenticationScheme));
        return Task.CompletedTask;
    }
}
