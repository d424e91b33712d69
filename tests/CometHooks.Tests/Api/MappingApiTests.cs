using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using CometHooks.Map;
using CometHooks.Operate.Edit;
using CometHooks.Sources;
using CometHooks.Store;
using CometHooks.Tests.Fakes;
using CometHooks.Tests.FrontDoor;
using Microsoft.Extensions.DependencyInjection;

namespace CometHooks.Tests.Api;

/// <summary>A mapping is changed while the hub runs: seen before it is done, done by whoever may, and undone.</summary>
public sealed class MappingApiTests
{
    private const string Name = "mappings/stripe.yaml";
    private const string Charge = "stripe/charge.succeeded.json";

    [Fact]
    public async Task Mappings_are_listed_with_who_uses_them_and_the_text_to_start_from()
    {
        await using var scene = await ApiScene.StartAsync();

        var listed = (await scene.GetAsync("/api/mappings")).Json.AsArray().Single(m => (string)m!["name"]! == Name)!;
        var text = (await scene.GetAsync($"/api/mappings/text?name={Name}")).Json;

        Assert.Equal(("stripe", true), ((string)listed["endpoints"]![0]!, (bool)listed["is_writable"]!));
        Assert.Equal((string)listed["version"]!, (string)text["version"]!);
        Assert.Equal(scene.Folder.Read(Name), (string)text["text"]!);
    }

    [Theory]
    [InlineData("comethooks.yaml")]
    [InlineData("../hub.db")]
    [InlineData("mappings/stripe-invoices.yaml")]
    [InlineData("/etc/passwd")]
    public async Task A_file_that_no_endpoint_names_is_never_touched(string name)
    {
        await using var scene = await ApiScene.StartAsync();
        var before = scene.Folder.Read("comethooks.yaml");

        var read = await scene.GetAsync($"/api/mappings/text?name={Uri.EscapeDataString(name)}");
        var written = await ActivateAsync(scene, Sale(scene), "whatever", name);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (read.Status, written.Status));
        Assert.Equal(before, scene.Folder.Read("comethooks.yaml"));
    }

    [Fact]
    public async Task A_text_with_an_error_is_refused_with_its_place_and_nothing_changes()
    {
        await using var scene = await ApiScene.StartAsync();
        var (before, version) = (scene.Folder.Read(Name), await VersionAsync(scene));
        var wrong = before.Replace("    send: purchase\n", "    sent: purchase\n", StringComparison.Ordinal);
        var line = wrong[..wrong.IndexOf("    sent:", StringComparison.Ordinal)].Count(c => c == '\n') + 1;

        var check = await scene.AskAsync(AccessRole.Viewer, HttpMethod.Post, "/api/mappings/check", Body(("name", Name), ("text", wrong)));
        var refused = await ActivateAsync(scene, wrong, version);

        Assert.False((bool)check.Json["holds"]!);
        Assert.Contains(check.Json["problems"]!.AsArray(), p => (int)p!["line"]! == line && ((string)p["message"]!).Contains("sent", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(refused.Json["problems"]!.AsArray(), p => (int)p!["line"]! == line && (int)p["column"]! > 0);
        Assert.Equal((before, version), (scene.Folder.Read(Name), await VersionAsync(scene)));
        Assert.DoesNotContain((await scene.GetAsync("/api/audit")).Json["items"]!.AsArray(), e => (string)e!["kind"]! == "mapping");
    }

    [Fact]
    public async Task An_example_that_does_not_hold_refuses_the_text_and_only_operators_see_the_values_in_it()
    {
        await using var scene = await ApiScene.StartAsync();
        var text = scene.Folder.Read(Name) + $"examples:\n  - name: a charge\n    events: [{Charge}]\n    sends: [{{ email: bob@example.com }}]\n";

        var seen = await scene.AskAsync(AccessRole.Operator, HttpMethod.Post, "/api/mappings/check", Body(("name", Name), ("text", text)));
        var masked = await scene.AskAsync(AccessRole.Viewer, HttpMethod.Post, "/api/mappings/check", Body(("name", Name), ("text", text)));
        var refused = await ActivateAsync(scene, text, await VersionAsync(scene));
        var outside = await scene.AskAsync(
            AccessRole.Operator, HttpMethod.Post, "/api/mappings/check", Body(("name", Name), ("text", text.Replace(Charge, "../comethooks.yaml", StringComparison.Ordinal))));

        Assert.Contains("ada@example.com", seen.Text, StringComparison.Ordinal);
        Assert.Contains("does not hold", masked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("@example.com", masked.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("is not below", outside.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_activated_maps_the_next_webhook_both_versions_are_kept_and_the_audit_trail_says_who()
    {
        await using var scene = await ApiScene.StartAsync();
        var before = await scene.Hub.EndedAsync(Charge);
        var version = await VersionAsync(scene);

        var activated = await ActivateAsync(scene, Sale(scene), version);
        var after = await PostFreshAsync(scene);

        Assert.True(activated.Status == HttpStatusCode.OK, activated.Text);
        Assert.Equal(("payment", "sale"), (before.Conversions[0].Rule, after.Conversions[0].Rule));
        Assert.Equal((version, (string)activated.Json["version"]!), (before.MappingVersion, after.MappingVersion));
        Assert.Equal(Sale(scene, scene.Folder.Read(Name)), scene.Folder.Read(Name));
        var versions = (await scene.GetAsync($"/api/mappings/versions?name={Name}")).Json.AsArray();
        Assert.Equal([after.MappingVersion, version], versions.Select(v => (string)v!["version"]!));
        Assert.Equal([true, false], versions.Select(v => (bool)v!["active"]!));
        var entry = Assert.Single((await scene.GetAsync("/api/audit")).Json["items"]!.AsArray(), e => (string)e!["kind"]! == "mapping")!;
        Assert.Equal((Name, $"version {after.MappingVersion} is active in place of {version}"), ((string)entry["subject"]!, (string)entry["text"]!));
        Assert.Contains("(admin)", (string)entry["actor"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_activation_that_started_from_an_older_version_is_refused_and_overwrites_nothing()
    {
        await using var scene = await ApiScene.StartAsync();
        var version = await VersionAsync(scene);
        var text = scene.Folder.Read(Name);
        Assert.Equal(HttpStatusCode.OK, (await ActivateAsync(scene, Sale(scene), version)).Status);
        var theirs = scene.Folder.Read(Name);

        var outdated = await ActivateAsync(scene, $"{text}\n# mine\n", version);

        Assert.Equal(HttpStatusCode.Conflict, outdated.Status);
        Assert.Contains("Somebody else changed the mapping", outdated.Text, StringComparison.Ordinal);
        Assert.Equal(theirs, scene.Folder.Read(Name));
    }

    [Fact]
    public async Task Of_many_who_activate_at_once_one_does_and_the_others_are_told()
    {
        await using var scene = await ApiScene.StartAsync();
        var version = await VersionAsync(scene);
        var text = scene.Folder.Read(Name);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ActivateAsync(scene, $"{text}\n# {i}\n", version)));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.Conflict));
        Assert.Empty(Directory.GetFiles(Path.Combine(scene.Folder.Config, "mappings"), "*.tmp"));
    }

    [Fact]
    public async Task Rolling_back_brings_the_old_behaviour_back()
    {
        await using var scene = await ApiScene.StartAsync();
        var version = await VersionAsync(scene);
        var text = scene.Folder.Read(Name);
        var changed = (string)(await ActivateAsync(scene, Sale(scene), version)).Json["version"]!;
        Assert.Equal("sale", (await PostFreshAsync(scene)).Conversions[0].Rule);

        // The first version is kept by the hub's look at its files.
        await Until.True(async () => (await scene.GetAsync($"/api/mappings/text?name={Name}&version={version}")).Status == HttpStatusCode.OK, "the first version is kept");
        var back = await scene.AskAsync(AccessRole.Admin, HttpMethod.Put, "/api/mappings/rollback", Body(("name", Name), ("version", version), ("instead_of", changed)));

        Assert.True(back.Status == HttpStatusCode.OK, back.Text);
        Assert.Equal("payment", (await PostFreshAsync(scene)).Conversions[0].Rule);
        Assert.Equal(text, scene.Folder.Read(Name));
        Assert.Equal(2, (await scene.GetAsync("/api/audit")).Json["items"]!.AsArray().Count(e => (string)e!["kind"]! == "mapping"));
        Assert.Equal([version, changed], (await scene.GetAsync($"/api/mappings/versions?name={Name}")).Json.AsArray().Select(v => (string)v!["version"]!));
    }

    [Fact]
    public async Task A_viewer_and_an_operator_may_not_activate()
    {
        await using var scene = await ApiScene.StartAsync();
        var (text, version) = (scene.Folder.Read(Name), await VersionAsync(scene));

        foreach (var role in new[] { AccessRole.Viewer, AccessRole.Operator })
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await ActivateAsync(scene, Sale(scene), version, role: role)).Status);
        }

        Assert.Equal(text, scene.Folder.Read(Name));
    }

    [Fact]
    public async Task A_read_only_file_stays_as_it_is_and_the_answer_says_that_the_text_can_be_downloaded()
    {
        await using var scene = await ApiScene.StartAsync();
        var (text, version) = (scene.Folder.Read(Name), await VersionAsync(scene));
        File.SetAttributes(Path.Combine(scene.Folder.Config, Name), FileAttributes.ReadOnly);

        var refused = await ActivateAsync(scene, Sale(scene), version);
        var listed = (await scene.GetAsync("/api/mappings")).Json.AsArray().Single(m => (string)m!["name"]! == Name)!;

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("read-only", refused.Text, StringComparison.Ordinal);
        Assert.Contains("Download the text", refused.Text, StringComparison.Ordinal);
        Assert.False((bool)listed["is_writable"]!);
        Assert.Equal((text, version), (scene.Folder.Read(Name), await VersionAsync(scene)));
    }

    [Fact]
    public async Task A_preview_shows_what_a_draft_would_send_masked_and_sends_and_stores_nothing()
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync(Charge);
        var requests = scene.Cometly.Requests.Count;

        var stored = await PreviewAsync(("name", Name), ("text", Sale(scene)), ("webhook", webhook.Id));
        var revealed = await PreviewAsync(("name", Name), ("text", Sale(scene)), ("webhook", webhook.Id), ("reveal", true));
        var pasted = await PreviewAsync(("name", Name), ("text", Sale(scene)), ("payload", File.ReadAllText(Path.Combine(scene.Folder.Config, "samples", Charge))));
        var junk = await PreviewAsync(("name", Name), ("text", Sale(scene)), ("payload", "{\"id\":5"));

        Assert.All([stored, revealed, pasted, junk], a => Assert.True(a.Status == HttpStatusCode.OK, a.Text));
        var conversion = stored.Json[0]!["conversions"]![0]!;
        Assert.Equal(("sale", "pending", "a***@e***.com"), ((string)conversion["rule"]!, (string)conversion["state"]!, (string)conversion["body"]!["email"]!));
        Assert.Equal(webhook.Id, (long)stored.Json[0]!["webhook"]!["id"]!);
        Assert.Contains(stored.Json[0]!["rules"]!.AsArray(), r => (string)r!["rule"]! == "sale" && (bool)r["applied"]!);
        Assert.Equal("ada@example.com", (string)revealed.Json[0]!["conversions"]![0]!["body"]!["email"]!);
        Assert.Equal("ada@example.com", (string)pasted.Json[0]!["conversions"]![0]!["body"]!["email"]!);
        Assert.Single((await scene.GetAsync("/api/audit")).Json["items"]!.AsArray(), e => (string)e!["kind"]! == "reveal");
        Assert.Equal("unreadable", (string)junk.Json[0]!["webhook"]!["state"]!);
        Assert.Equal(requests, scene.Cometly.Requests.Count);
        Assert.Single((await scene.GetAsync("/api/webhooks")).Json["items"]!.AsArray());

        Task<ApiAnswer> PreviewAsync(params (string, JsonNode?)[] members) => scene.AskAsync(AccessRole.Operator, HttpMethod.Post, "/api/mappings/preview", Body(members));
    }

    [Fact]
    public async Task A_diff_counts_what_a_draft_gains_loses_and_changes()
    {
        await using var scene = await ApiScene.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await PostFreshAsync(scene);
        }

        var text = scene.Folder.Read(Name);
        var same = await DiffAsync($"{text}\n# a comment\n");
        var none = await DiffAsync(text.Replace("on: charge.succeeded", "on: charge.never", StringComparison.Ordinal));
        var two = await DiffAsync(text.Replace("on: charge.succeeded", "on: charge.never", StringComparison.Ordinal), last: 2);

        Assert.Equal((3, 0, 0, 0), Counts(same));
        Assert.Equal((3, 0, 3, 0), Counts(none));
        Assert.Equal((2, 0, 2, 0), Counts(two));
        Assert.Equal(100m, (decimal)none["percent"]!);
        Assert.DoesNotContain("@example.com", none.ToJsonString(), StringComparison.Ordinal);

        async Task<JsonNode> DiffAsync(string draft, int? last = null)
        {
            var answer = await scene.AskAsync(AccessRole.Operator, HttpMethod.Post, "/api/mappings/diff", Body(("name", Name), ("text", draft), ("last", last)));
            Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
            return answer.Json;
        }

        static (int, int, int, int) Counts(JsonNode d) => ((int)d["webhooks"]!, (int)d["gained"]!, (int)d["lost"]!, (int)d["changed"]!);
    }

    [Fact]
    public async Task A_webhook_whose_body_was_erased_is_not_previewed_as_if_it_were_unreadable()
    {
        await using var scene = await ApiScene.StartAsync();
        var webhook = await scene.Hub.EndedAsync(Charge);
        var erasure = (await scene.AskAsync(AccessRole.Admin, HttpMethod.Post, "/api/erasures", Body(("email", "ada@example.com")))).Json;
        await Until.True(async () => (string)(await scene.GetAsync($"/api/erasures/{erasure["id"]}", AccessRole.Admin)).Json["state"]! == "done", "it is erased");

        var answer = await scene.AskAsync(AccessRole.Operator, HttpMethod.Post, "/api/mappings/preview", Body(("name", Name), ("text", Sale(scene)), ("webhook", webhook.Id)));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
    }

    [Fact]
    public async Task A_comparison_that_is_given_up_ends_and_lets_the_next_one_begin()
    {
        await using var scene = await ApiScene.StartAsync();
        await PostFreshAsync(scene);
        await PostFreshAsync(scene);
        var diff = scene.Hub.Services.GetRequiredService<DraftDiff>();
        var draft = MappingReader.Read(Name, Sale(scene), [])!;
        using var leaving = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => diff.RunAsync(draft, "stripe", 2, _ => leaving.Cancel(), leaving.Token));

        var told = new ConcurrentQueue<double>();
        var next = await diff.RunAsync(draft, "stripe", 2, told.Enqueue, TestContext.Current.CancellationToken);
        Assert.Equal(2, next!.Webhooks);
        Assert.Equal([0.25, 0.5, 0.75, 1], told.Order());
        Assert.Null(await diff.RunAsync(draft, "shopify", 2, progress: null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_an_example_saw_is_not_in_the_list_of_what_was_refused()
    {
        await using var scene = await ApiScene.StartAsync();
        scene.Folder.Write(Name, scene.Folder.Read(Name) + $"examples:\n  - name: a charge\n    events: [{Charge}]\n    sends: [{{ email: bob@example.com }}]\n");

        var listed = "";
        await Until.True(async () => (listed = (await scene.GetAsync("/api/mappings")).Text).Contains("refused_version", StringComparison.Ordinal), "the file is refused");
        var ready = (await scene.Hub.ReadyAsync()).ToJsonString();

        Assert.All([listed, ready], text =>
        {
            Assert.Contains("example 'a charge' does not hold", System.Text.RegularExpressions.Regex.Unescape(text), StringComparison.Ordinal);
            Assert.DoesNotContain("ada@example.com", text, StringComparison.Ordinal);
        });
    }

    private static Task<ApiAnswer> ActivateAsync(ApiScene scene, string text, string insteadOf, string name = Name, AccessRole role = AccessRole.Admin) =>
        scene.AskAsync(role, HttpMethod.Put, "/api/mappings/active", Body(("name", name), ("text", text), ("instead_of", insteadOf)));

    private static async Task<string> VersionAsync(ApiScene scene) =>
        (string)(await scene.GetAsync("/api/mappings")).Json.AsArray().Single(m => (string)m!["name"]! == Name)!["version"]!;

    private static async Task<WebhookRecord> PostFreshAsync(ApiScene scene) =>
        await scene.Hub.EndedAsync(await scene.Hub.PostAsync(Charge, FreshIds.In(SampleBody.Of(Charge))));

    // The mapping with the rule for charges under another name.
    private static string Sale(ApiScene scene, string? text = null) =>
        (text ?? scene.Folder.Read(Name)).Replace("  - name: payment\n", "  - name: sale\n", StringComparison.Ordinal);

    private static string Body(params (string Name, JsonNode? Value)[] members) =>
        new JsonObject(members.Select(m => KeyValuePair.Create(m.Name, m.Value))).ToJsonString();
}
