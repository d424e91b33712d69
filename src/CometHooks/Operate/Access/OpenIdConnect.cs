using System.Globalization;
using System.Security.Claims;
using CometHooks.Store;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CometHooks.Operate.Access;

/// <summary>Signing in by an OpenID Connect provider, whose claims say the role.</summary>
internal static partial class OpenIdConnect
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public const string Scheme = OpenIdConnectDefaults.AuthenticationScheme;

    public static void AddOpenId(this AuthenticationBuilder authentication, OpenIdOptions options) =>
        authentication.AddOpenIdConnect(connect =>
        {
            connect.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
            connect.Authority = options.Authority;
            connect.ClientId = options.ClientId;
            connect.ClientSecret = options.ClientSecret;
            connect.ResponseType = OpenIdConnectResponseType.Code;

            // Back by a link and not by another site's form: the cookies that tell whose answer it is can then be Lax.
            connect.ResponseMode = OpenIdConnectResponseMode.Query;
            (connect.CorrelationCookie.SameSite, connect.CorrelationCookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            (connect.NonceCookie.SameSite, connect.NonceCookie.SecurePolicy) = (SameSiteMode.Lax, CookieSecurePolicy.SameAsRequest);
            connect.MapInboundClaims = false;
            connect.Scope.Add("email");
            connect.Events.OnTokenValidated = context => LetIn(context, options);
            connect.Events.OnRemoteFailure = context =>
            {
                // The provider's words may hold anything; the log has them.
                Log.Refused(context.HttpContext.RequestServices.GetRequiredService<ILogger<SignIn>>(), context.Failure?.Message);
                context.Response.Redirect($"{SignIn.Path}?refused=true");
                context.HandleResponse();
                return Task.CompletedTask;
            };

            // Only loopback is taken without TLS, as the configuration's check says.
            connect.RequireHttpsMetadata = !new Uri(options.Authority).IsLoopback;
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
            context.Fail($"nobody with the roles of this hub: none of the claim '{options.RoleClaim}' is among viewers, operators and admins");
            return Task.CompletedTask;
        }

        var name = principal.FindFirstValue("email") ?? principal.FindFirstValue("preferred_username") ?? principal.FindFirstValue("sub") ?? "unknown";

        // Nobody tells the hub that a role was taken away at the provider, so the session has an end that no use puts off.
        var ends = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + Lifetime;
        (context.Properties!.AllowRefresh, context.Properties.ExpiresUtc) = (false, ends);
        context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, $"openid {name}"), new Claim(ClaimTypes.Name, name), new Claim(Principals.Ends, ends.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)), .. Principals.RolesOf(role)],
            OpenIdConnectDefaults.AuthenticationScheme));
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Somebody came back from the OpenID Connect provider and was not let in: {Reason}")]
        public static partial void Refused(ILogger logger, string? reason);
    }
}
