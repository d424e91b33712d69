using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CometHooks.Operate.Api;

/// <summary>What the OpenAPI document says beside what the controllers say of themselves.</summary>
internal static class ApiDocument
{
    private const string Key = "key";

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "CometHooks admin API",
                Version = "1",
                Description = "What the console shows and does, for programs. It is served at the admin address only. Reading needs the role viewer; replaying, pausing and revealing operator; users, keys and erasures admin.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
            document.Components.SecuritySchemes[Key] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "An API key: Authorization: Bearer chk_…. Keys are made in the console (Settings) or by POST /api/keys.",
            };
            return Task.CompletedTask;
        });
        var comments = CodeComments.Load();
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor is ControllerActionDescriptor action)
            {
                operation.Summary = comments.Summary(action.MethodInfo);
                foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
                {
                    parameter.Description = comments.Parameter(action.MethodInfo, parameter.Name!);
                }
            }

            // The last attribute is the action's own, which is the narrower one.
            var role = context.Description.ActionDescriptor.EndpointMetadata.OfType<AuthorizeAttribute>().LastOrDefault()?.Roles;
            operation.Description = $"{operation.Description}{(operation.Description is null ? "" : " ")}Role: {role}.";
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonPropertyInfo?.AttributeProvider is MemberInfo property)
            {
                schema.Description ??= comments.Property(property);
            }

            return Task.CompletedTask;
        });
    }
}
