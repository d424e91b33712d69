using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace CometHooks.Operate.Api;

/// <summary>The controllers of the admin API by name, as those of the webhooks.</summary>
internal sealed class ApiRoutes : IApplicationFeatureProvider<ControllerFeature>
{
    public static IReadOnlyList<Type> All { get; } =
    [
        typeof(AlertsController),
        typeof(AuditController),
        typeof(ConversionsController),
        typeof(DestinationsController),
        typeof(EndpointsController),
        typeof(ErasuresController),
        typeof(KeysController),
        typeof(MappingsController),
        typeof(OverviewController),
        typeof(ReplaysController),
        typeof(RetentionController),
        typeof(SearchController),
        typeof(UsersController),
        typeof(WebhooksController),
    ];

    public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
    {
        foreach (var controller in All)
        {
            feature.Controllers.Add(controller.GetTypeInfo());
        }
    }
}
