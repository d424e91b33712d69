using System.Text.Json;

namespace CometHooks.Tests.Samples;

internal static class JsonTree
{
    /// <summary>Every object within the element, at every depth, itself included.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Objects(p.Value)).Prepend(element),
            JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
            _ => [],
        };
}
