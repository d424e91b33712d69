using System.Text.Json;
using System.Text.Json.Nodes;
using CometHooks.Operate;

namespace CometHooks.WebConsole.Parts;

/// <summary>A piece of indented JSON: a name, a value, or what stands between them.</summary>
/// <param name="Text">As it is shown.</param>
/// <param name="IsName">The name of a member.</param>
/// <param name="Value">The value itself; null with all else.</param>
internal sealed record JsonPiece(string Text, bool IsName = false, string? Value = null);

/// <summary>Takes JSON apart into pieces that a page can show each in its own way.</summary>
internal static class JsonPieces
{
    public static IEnumerable<JsonPiece> Of(JsonNode? node, string indent = "\n") => node switch
    {
        JsonObject { Count: > 0 } members =>
        [
            new JsonPiece("{"),
            .. members.Index().SelectMany(m => (IEnumerable<JsonPiece>)
                [new JsonPiece(indent + "  "), new JsonPiece(JsonSerializer.Serialize(m.Item.Key, HubJson.Options), IsName: true), new JsonPiece(": "), .. Of(m.Item.Value, indent + "  "), new JsonPiece(m.Index < members.Count - 1 ? "," : "")]),
            new JsonPiece(indent + "}"),
        ],
        JsonArray { Count: > 0 } items =>
        [
            new JsonPiece("["),
            .. items.Index().SelectMany(i => (IEnumerable<JsonPiece>)[new JsonPiece(indent + "  "), .. Of(i.Item, indent + "  "), new JsonPiece(i.Index < items.Count - 1 ? "," : "")]),
            new JsonPiece(indent + "]"),
        ],
        JsonValue value => [new JsonPiece(value.ToJsonString(HubJson.Options), Value: value.ToString())],
        null => [new JsonPiece("null")],
        _ => [new JsonPiece(node.ToJsonString())],
    };
}
