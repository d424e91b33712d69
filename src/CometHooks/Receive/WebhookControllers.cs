using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.Controllers;

namespace CometHooks.Receive;

/// <summary>The controllers by name. Nothing is looked for in assemblies, so that no plugin adds an URL of its own.</summary>
internal sealed class WebhookControllers : IApplicationFeatureProvider<ControllerFeature>
{
    public void PopulateFeature(IEnumerable<ApplicationPart> parts, ControllerFeature feature)
    {
        feature.Controllers.Add(typeof(StripeController).GetTypeInfo());
        feature.Controllers.Add(typeof(ShopifyController).GetTypeInfo());
        feature.Controllers.Add(typeof(CalendlyController).GetTypeInfo());
        feature.Controllers.Add(typeof(SourceController).GetTypeInfo());
    }
}
