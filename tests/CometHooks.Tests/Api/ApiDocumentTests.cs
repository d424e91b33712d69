using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CometHooks.Tests.Api;

public sealed class ApiDocumentTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private static string Committed => Path.Combine(AppContext.BaseDirectory, "docs", "openapi.json");

    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        await using var scene = await ApiScene.StartAsync();

        var served = (await scene.DocumentAsync()).ToJsonString(Indented) + "\n";

        // To write it anew: COMETHOOKS_WRITE_OPENAPI=docs/openapi.json and run this test.
        if (Environment.GetEnvironmentVariable("COMETHOOKS_WRITE_OPENAPI") is { } file)
        {
            await File.WriteAllTextAsync(file, served, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(Committed, TestContext.Current.CancellationToken), served);
        Assert.Equal("3.1", ((string)JsonNode.Parse(served)!["openapi"]!)[..3]);
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_what_each_parameter_is_and_who_may()
    {
        await using var scene = await ApiScene.StartAsync();

        foreach (var operation in ApiOperation.Of(await scene.DocumentAsync()))
        {
            Assert.True((string?)operation.Node["summary"] is { Length: > 10 }, $"{operation.Path} has no summary");
            Assert.Matches("Role: (viewer|operator|admin)\\.", (string?)operation.Node["description"]);
            Assert.All(operation.Parameters, p => Assert.True((string?)p["description"] is { Length: > 3 }, $"{operation.Id}: {p["name"]}"));
        }
    }
}
