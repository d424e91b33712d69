using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace CometHooks.Operate.Access;

/// <summary>Who may use the console and the admin API: cookies for people, keys for programs, the same roles for both.</summary>
internal static class AccessStage
{
    // Which of the two a request means.
    private const string Either = "either";

    public static IServiceCollection AddAccess(this IServiceCollection services, ConsoleOptions options)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<KeyChanges>();
        services.AddSingleton<UserChanges>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<SetupLink>();
        services.AddHostedService(provider => provider.GetRequiredService<SetupLink>());

        services.AddDataProtection().SetApplicationName("CometHooks");
        services.AddOptions<KeyManagementOptions>().Configure<Store.IKeyRing>((ring, store) => ring.XmlRepository = new KeyRing(store));

        var authentication = services.AddAuthentication(Either)
            .AddPolicyScheme(Either, displayName: null, policy => policy.ForwardDefaultSelector =
                context => ApiKeyScheme.IsMeant(context.Request) ? ApiKeyScheme.Name : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie => Sessions.Configure(cookie, options))
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ApiKeyScheme>(ApiKeyScheme.Name, configureOptions: null);
        if (options.OpenId.Authority.Length > 0)
        {
            authentication.AddOpenId(options.OpenId);
        }

        // What says nothing of who may is for nobody but those signed in.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole(RoleNames.Viewer).Build());
        services.AddAntiforgery();
        return services;
    }
}
