using System.Text.Json.Nodes;

namespace CometHooks.Tests.Api;

/// <summary>An operation of the OpenAPI document.</summary>
internal sealed record ApiOperation(string Id, HttpMethod Method, string Path, JsonObject Node)
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch"];

    public IEnumerable<JsonObject> Parameters => Node["parameters"]?.AsArray().Select(p => p!.AsObject()) ?? [];

    public bool HasBody => Node["requestBody"] is not null;

    public static IReadOnlyList<ApiOperation> Of(JsonNode document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where Methods.Contains(operation.Key)
           select new ApiOperation((string?)operation.Value!["operationId"] ?? "", HttpMethod.Parse(operation.Key), path.Key, operation.Value!.AsObject()),
    ];

    /// <summary>Its path with a value in each place.</summary>
    public string PathWith(Func<JsonObject, string> value)
    {
        var path = Path;
        foreach (var parameter in Parameters.Where(p => (string?)p["in"] == "path"))
        {
            path = path.Replace($"{{{(string)parameter["name"]!}}}", Uri.EscapeDataString(value(parameter)), StringComparison.Ordinal);
        }

        return path;
    }
}
