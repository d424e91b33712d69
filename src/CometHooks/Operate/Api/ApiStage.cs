using System.Text.Json;
using System.Text.Json.Serialization;
using CometHooks.Operate.Edit;
using CometHooks.Operate.Scrub;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace CometHooks.Operate.Api;

/// <summary>The admin API under <c>/api</c>.</summary>
internal static class ApiStage
{
    public const string Document = "/api/openapi.json";

    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<StoryTeller>();
        services.AddSingleton<EventSamples>();
        services.AddSingleton<EventSearch>();
        services.AddSingleton<EndpointViews>();
        services.AddSingleton<TestEvents>();
        services.AddSingleton<DestinationViews>();
        services.AddSingleton<OverviewView>();
        services.AddSingleton<RetentionView>();
        services.AddSingleton<ReadinessView>();
        services.AddSingleton<MappingViews>();
        services.AddSingleton<MappingActivation>();
        services.AddSingleton<DraftPreview>();
        services.AddSingleton<DraftDiff>();
        services.AddSingleton<RecentWebhooks>();
        services.AddMvcCore(mvc => mvc.ValueProviderFactories.Add(new QueryStringValueProviderFactory()))
            .ConfigureApplicationPartManager(parts => parts.FeatureProviders.Add(new ApiRoutes()))
            .AddApiExplorer()
            .AddAuthorization()
            .AddJsonOptions(json =>
            {
                Configure(json.JsonSerializerOptions);

                // A misspelt "preview" must not become an erasure.
                json.JsonSerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            })
            .ConfigureApiBehaviorOptions(api => api.InvalidModelStateResponseFactory = ApiMistakes.Answer);

        // The document is made by these.
        services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        services.AddProblemDetails();
        services.AddOpenApi(ApiDocument.Configure);
        return services;
    }

    public static void UseApi(this WebApplication app)
    {
        app.MapOpenApi(Document).AllowAnonymous();

        // Whatever is not there is said in the same way, also a number that is none. No fallback: the console's page for what is not there would come before it.
        app.Map("/api/{**rest}", () => TypedResults.Problem(title: "There is no such operation.", detail: $"{Document} describes all of them.", statusCode: StatusCodes.Status404NotFound)).ExcludeFromDescription();
    }

    private static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
    }
}
