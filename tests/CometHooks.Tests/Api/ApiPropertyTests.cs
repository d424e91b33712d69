using System.Net;
using System.Text.Json.Nodes;
using CometHooks.Store;
using CsCheck;

namespace CometHooks.Tests.Api;

/// <summary>Whatever each operation is given: it never breaks, never tells a secret, and says what is wrong as a problem.</summary>
public sealed class ApiPropertyTests
{
    private const int PerOperation = 40;

    private static readonly Gen<string> Value = Gen.OneOf(
        AnyOf("", "0", "1", "-1", "9223372036854775807", "9223372036854775808", "null", "true", "mapped", "dead", "rejected", "main", "stripe", "mappings/stripe.yaml", "version: 1\nsource: stripe\nrules:\n  - { name: a, on: charge.succeeded, send: purchase, once_per: id }\n", "2026-03-02", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "'; drop table webhooks; --", "../../etc/passwd", "%00", "ada@example.com", "1e400"),
        Gen.String[0, 30],
        Gen.Long.Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static readonly Gen<JsonNode?> Body = Gen.Recursive<JsonNode?>((depth, node) => depth > 3
        ? Value.Select(v => (JsonNode?)JsonValue.Create(v))
        : Gen.OneOf(
            Value.Select(v => (JsonNode?)JsonValue.Create(v)),
            Gen.Bool.Select(b => (JsonNode?)JsonValue.Create(b)),
            Gen.Long.Select(n => (JsonNode?)JsonValue.Create(n)),
            Gen.Const((JsonNode?)null),
            node.Array[0, 3].Select(items => (JsonNode?)new JsonArray([.. items.Select(i => i?.DeepClone())])),
            Gen.Select(AnyOf("name", "role", "password", "disabled", "reason", "mode", "preview", "webhooks", "conversions", "states", "from", "text", "instead_of", "payload", "version", "last", "headers"), node).Array[0, 4]
                .Select(members => (JsonNode?)new JsonObject(members.DistinctBy(m => m.Item1).Select(m => KeyValuePair.Create(m.Item1, m.Item2?.DeepClone()))))));

    private static Gen<string> AnyOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public async Task Nothing_breaks_an_operation_and_none_of_them_tells_a_secret()
    {
        await using var scene = await ApiScene.StartAsync();
        await scene.Hub.EndedAsync("stripe/charge.succeeded.json");
        var operations = ApiOperation.Of(await scene.DocumentAsync());
        var asked = 0;

        await Gen.Select(Gen.Int[0, operations.Count - 1], Value.Array[12], Body).SampleAsync(
            async (index, values, body) =>
            {
                var operation = operations[index];
                var next = 0;
                var path = operation.PathWith(_ => values[next++] is { Length: > 0 } value ? value : "x");
                var query = operation.Parameters.Where(p => (string?)p["in"] == "query")
                    .Select((p, i) => $"{(string)p["name"]!}={Uri.EscapeDataString(values[(next + i) % values.Length])}")
                    .Where((_, i) => values[i].Length % 2 == 0);

                var answer = await scene.AskAsync(AccessRole.Admin, operation.Method, $"{path}?{string.Join('&', query)}", operation.HasBody ? body?.ToJsonString() ?? "null" : null);

                Interlocked.Increment(ref asked);
                Assert.True((int)answer.Status < 500, $"{operation.Id} {path}?{string.Join('&', query)} {body?.ToJsonString()}: {(int)answer.Status} {answer.Text}");
                Assert.DoesNotContain(HubFolder.Secret, answer.Text, StringComparison.Ordinal);
                Assert.DoesNotContain(HubFolder.Token, answer.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("password_hash", answer.Text, StringComparison.Ordinal);
                if (answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict)
                {
                    Assert.Contains("json", answer.MediaType, StringComparison.Ordinal);
                }
            },
            iter: operations.Count * PerOperation,
            threads: 1);

        Assert.Equal(operations.Count * PerOperation, asked);
    }
}
