using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CometHooks.Count;

namespace CometHooks.Store;

/// <summary>What is kept about evidence: identities, and where each field of a conversion came from. snake_case JSON.</summary>
internal static class IdentityJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        IgnoreReadOnlyProperties = true,
    };

    public static string Write(Identity identity) => JsonSerializer.Serialize(identity, Options);

    public static Identity Read(string json) => JsonSerializer.Deserialize<Identity>(json, Options) ?? throw new JsonException("A stored identity is null.");

    public static string Write(IReadOnlyDictionary<string, EvidenceSource> sources) => JsonSerializer.Serialize(sources, Options);
}
