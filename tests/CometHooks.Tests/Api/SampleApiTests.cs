using System.Net;
using System.Text.Json.Nodes;
using CometHooks.Store;
using CometHooks.Tests.FrontDoor;

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

        var made = (await scene.AskAsync(AccessRole.Admin, HttpMethod.Post, $"/api/webhooks/{webhook.Id}/sample")).Json;

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

    [Fact]
    public async Task A_sample_is_put_in_its_place_once_and_never_over_anything()
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync("stripe/charge.succeeded.json");
        var other = await scene.Hub.EndedAsync("stripe/charge.succeeded.jpy.json");
        var theirs = (string)(await MakeAsync(other.Id)).Json["file"]!;
        var made = (await MakeAsync(webhook.Id)).Json;
        Assert.False((bool)made["is_saved"]!);
        Assert.False(File.Exists(Path.Combine(scene.Folder.Config, "samples", (string)made["file"]!)));

        var saved = (await MakeAsync(webhook.Id, save: true)).Json;
        var again = (await MakeAsync(webhook.Id, save: true)).Json;
        scene.Folder.Write($"samples/{theirs}", "{}");
        var refused = (await MakeAsync(other.Id, save: true)).Json;

        Assert.Equal((true, (string)made["file"]!), ((bool)saved["is_saved"]!, (string)saved["file"]!));
        Assert.Equal((string)saved["body"]!, scene.Folder.Read($"samples/{saved["file"]}"));
        Assert.Equal((saved["body"]!.ToString(), saved["example"]!.ToString()), (again["body"]!.ToString(), again["example"]!.ToString()));
        Assert.Equal("{}", scene.Folder.Read($"samples/{theirs}"));
        Assert.Null(refused["example"]);
        Assert.Empty(Directory.GetFiles(Path.Combine(scene.Folder.Config, "samples"), "*.tmp", SearchOption.AllDirectories));
        var audit = (await scene.GetAsync("/api/audit")).Json["items"]!.AsArray();
        Assert.Single(audit, e => (string)e!["text"]! == $"a scrubbed sample was saved as samples/{saved["file"]}");

        Task<ApiAnswer> MakeAsync(long id, bool save = false) => scene.AskAsync(AccessRole.Admin, HttpMethod.Post, $"/api/webhooks/{id}/sample{(save ? "?save=true" : "")}");
    }

    [Fact]
    public async Task Whatever_a_sender_names_its_events_by_the_sample_stays_in_its_folder()
    {
        await using var scene = await ApiScene.StartAsync();
        var body = SampleBody.Of("stripe/charge.succeeded.json", b => b["type"] = "../../../evil/" + new string('x', 300));
        var webhook = await scene.Hub.EndedAsync(await scene.Hub.PostAsync("stripe/charge.succeeded.json", body));

        var saved = (await scene.AskAsync(AccessRole.Admin, HttpMethod.Post, $"/api/webhooks/{webhook.Id}/sample?save=true")).Json;

        Assert.True((bool)saved["is_saved"]!, saved.ToJsonString());
        Assert.Equal(Path.Combine(scene.Folder.Config, "samples", "stripe"), Path.GetDirectoryName(Path.GetFullPath(Path.Combine(scene.Folder.Config, "samples", (string)saved["file"]!))));
        Assert.True(File.Exists(Path.Combine(scene.Folder.Config, "samples", (string)saved["file"]!)));
    }

    [Fact]
    public async Task A_link_out_of_the_samples_folder_is_not_written_through()
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync("stripe/charge.succeeded.json");
        var (samples, elsewhere) = (Path.Combine(scene.Folder.Config, "samples", "stripe"), Path.Combine(scene.Folder.Root, "elsewhere"));
        Directory.Move(samples, elsewhere);
        Directory.CreateSymbolicLink(samples, elsewhere);
        var before = Directory.GetFiles(elsewhere).Length;

        var refused = (await scene.AskAsync(AccessRole.Admin, HttpMethod.Post, $"/api/webhooks/{webhook.Id}/sample?save=true")).Json;

        Assert.False((bool)refused["is_saved"]!);
        Assert.Contains("is not below", (string)refused["problem"]!, StringComparison.Ordinal);
        Assert.Equal(before, Directory.GetFiles(elsewhere).Length);
    }
}
