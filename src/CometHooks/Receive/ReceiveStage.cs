using CometHooks.Configuration;
using CometHooks.Store;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CometHooks.Receive;

/// <summary>An HTTP request becomes a stored webhook.</summary>
internal static class ReceiveStage
{
    public static IServiceCollection AddReceive(this IServiceCollection services, HubConfiguration configuration)
    {
        services.AddSingleton(configuration.Options.Limits);
        services.AddSingleton<EndpointCatalog>();
        services.AddSingleton<RefusalCounts>();
        services.AddSingleton<SignatureStreaks>();
        services.AddSingleton<BodyBudget>();
        services.AddSingleton<WebhookRequestReader>();
        services.AddSingleton<WebhookKeeper>();
        services.AddSingleton<MappingSignal>();
        services.AddSingleton<Reception>();
        services.AddSingleton<ShopPin>();
        services.AddHostedService(provider => provider.GetRequiredService<ShopPin>());
        // The core alone: nothing here formats, validates, explores or authorizes.
        services.AddMvcCore(mvc =>
        {
            // Actions are given route values only: the other providers would read a form out of the body before its
            // signature was checked.
            mvc.ValueProviderFactories.Clear();
            mvc.ValueProviderFactories.Add(new RouteValueProviderFactory());
        }).ConfigureApplicationPartManager(parts =>
        {
            parts.ApplicationParts.Clear();
            parts.FeatureProviders.Clear();
            parts.FeatureProviders.Add(new WebhookControllers());
        });
        return services;
    }

    public static void UseReceive(this WebApplication app, HubConfiguration configuration)
    {
        app.UseMiddleware<LastResort>();
        if (configuration.Options.TrustedProxies.Count > 0)
        {
            app.UseForwardedHeaders(TrustedProxies.Options(configuration.Options.TrustedProxies));
        }

        // What is not served at this address does not exist there.
        app.Use((context, next) => context.Features.Get<Listener>()?.Serves(context.Request.Path) is true
            ? next(context)
            : WebhookAnswer.NotFound.WriteAsync(context));
        app.MapControllers();
        app.MapFallback(WebhookAnswer.NotFound.WriteAsync).AllowAnonymous();
    }
}
