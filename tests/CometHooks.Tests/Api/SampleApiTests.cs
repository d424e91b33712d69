using System.Net;
using System.Text.Json.Nodes;
using CometHooks.Store;

namespace CometHooks.Tests.Api;

/// <summary>What was seen once is tested from then on.</summary>
public sealed class SampleApiTests
{
    [Theory]
    [InlineData("stripe/charge.succeeded.json")]
    [InlineData("stripe/charge.succeeded.jpy.json")]
    [InlineData("stripe/charge.succeeded.uncaptured.json")]
    [InlineData("shopify/orders_paid.json")]
    [InlineData("calendly/invitee.created.json")]
    public async Task A_real_event_becomes_a_sample_without_its_person_and_an_example_that_holds(string sent)
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync(sent);
        var mapping = $"mappings/{sent.Split('/')[0]}.yaml";

        var made = (await scene.GetAsync($"/api/webhooks/{webhook.Id}/sample", AccessRole.Admin)).Json;

        Assert.Null((string?)made["problem"]);
        Assert.DoesNotContain("ada@", made.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        scene.Folder.Write($"samples/{made["file"]}", (string)made["body"]!);
        var holds = await CheckAsync((string)made["example"]!);
        Assert.True((bool)holds["holds"]!, holds.ToJsonString());
        Assert.Equal(1, (int)holds["examples"]!);
        Assert.False((bool)(await CheckAsync(((string)made["example"]!).Replace("sends: []", "ends: { dead: 1 }", StringComparison.Ordinal).Replace("event_name: \"", "event_name: \"no_", StringComparison.Ordinal)))["holds"]!);
        var audit = (await scene.GetAsync("/api/audit")).Json["items"]!.AsArray();
        Assert.Contains(audit, e => (string)e!["kind"]! == "sample" && (string)e["subject"]! == $"wh_{webhook.Id}");

        async Task<JsonNode> CheckAsync(string example)
        {
            var draft = new JsonObject { ["name"] = mapping, ["text"] = $"{scene.Folder.Read(mapping)}\nexamples:\n{example}" };
            var answer = await scene.AskAsync(AccessRole.Viewer, HttpMethod.Post, "/api/mappings/check", draft.ToJsonString());
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            return answer.Json;
        }
    }
}
