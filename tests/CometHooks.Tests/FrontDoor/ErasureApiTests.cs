using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CometHooks.Operate.Access;
using CometHooks.Store;
using CometHooks.Tests.Fakes;

namespace CometHooks.Tests.FrontDoor;

/// <summary>Erasures by the admin API: for admins, with a receipt that names nobody.</summary>
public sealed class ErasureApiTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_begins_an_erasure_and_its_receipt_says_when_it_is_done()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        await scene.BuyAsync("stripe/charge.succeeded.json");
        using var admin = await ClientAsync(scene, AccessRole.Admin);

        using var begun = await admin.PostAsJsonAsync("/api/erasures", new { email = ForgottenPerson.Address }, Cancel);
        var receipt = await begun.Content.ReadFromJsonAsync<JsonNode>(Cancel);

        Assert.Equal((202, "running"), ((int)begun.StatusCode, (string?)receipt!["state"]));
        await Until.True(async () => (string?)(await admin.GetFromJsonAsync<JsonNode>($"/api/erasures/{receipt["id"]}", Cancel))!["state"] == "done", "it is done");
        var list = await admin.GetStringAsync("/api/erasures", Cancel);
        Assert.Contains("\"webhooks\":1", list, StringComparison.Ordinal);
        Assert.DoesNotContain(ForgottenPerson.Trace, list, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(scene.FilesWith(ForgottenPerson.Trace));
    }

    [Fact]
    public async Task An_erasure_that_meets_a_store_in_trouble_begins_anew_and_is_done()
    {
        await using var scene = await ForgottenPerson.StartAsync(UnsteadyErasures.Between);
        await scene.BuyAsync("stripe/charge.succeeded.json");
        using var admin = await ClientAsync(scene, AccessRole.Admin);

        using var begun = await admin.PostAsJsonAsync("/api/erasures", new { email = ForgottenPerson.Address }, Cancel);
        var receipt = await begun.Content.ReadFromJsonAsync<JsonNode>(Cancel);
        await Until.True(async () => (string?)(await admin.GetFromJsonAsync<JsonNode>($"/api/erasures/{receipt!["id"]}", Cancel))!["state"] == "done", "it is done");

        Assert.Contains(scene.Hub.Log.Messages, m => m.Contains("Erasures could not be carried out", StringComparison.Ordinal));
        Assert.Empty(scene.FilesWith(ForgottenPerson.Trace));
    }

    [Fact]
    public async Task A_preview_counts_and_leaves_no_receipt()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        await scene.BuyAsync("stripe/charge.succeeded.json");
        using var admin = await ClientAsync(scene, AccessRole.Admin);

        using var answer = await admin.PostAsJsonAsync("/api/erasures", new { email = ForgottenPerson.Address, preview = true }, Cancel);
        var preview = await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel);

        Assert.Equal((200, 1L, true), ((int)answer.StatusCode, (long)preview!["rows"]!["webhooks"]!, (bool)preview["done"]!));
        Assert.Empty((await admin.GetFromJsonAsync<JsonNode>("/api/erasures", Cancel))!["items"]!.AsArray());
    }

    [Fact]
    public async Task Nobody_but_an_admin_erases_or_reads_receipts()
    {
        await using var scene = await ForgottenPerson.StartAsync();
        using var operating = await ClientAsync(scene, AccessRole.Operator);
        using var nobody = new HttpClient { BaseAddress = scene.Hub.Admin };
        using var stranger = new HttpRequestMessage(HttpMethod.Post, "/erasures") { Content = JsonContent.Create(new { email = ForgottenPerson.Address }) };

        using var forbidden = await operating.PostAsJsonAsync("/api/erasures", new { email = ForgottenPerson.Address }, Cancel);
        using var unread = await operating.GetAsync("/api/erasures", Cancel);
        using var unknown = await nobody.GetAsync("/api/erasures", Cancel);
        using var byPage = await nobody.SendAsync(stranger, Cancel);

        Assert.Equal([403, 403, 401, 403], new[] { forbidden, unread, unknown, byPage }.Select(a => (int)a.StatusCode));
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("ada lovelace@example.com")]
    [InlineData(null)]
    public async Task What_is_no_address_is_refused(string? email)
    {
        await using var scene = await ForgottenPerson.StartAsync();
        using var admin = await ClientAsync(scene, AccessRole.Admin);

        using var answer = await admin.PostAsJsonAsync("/api/erasures", new { email }, Cancel);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    private static async Task<HttpClient> ClientAsync(ForgottenPerson scene, AccessRole role)
    {
        var (_, key) = await new ApiKeys((IAccess)scene.Hub.Records, TimeProvider.System).MakeAsync($"test {role}", role, "test", Cancel);
        return new HttpClient { BaseAddress = scene.Hub.Admin, DefaultRequestHeaders = { { "Authorization", $"Bearer {key}" } } };
    }
}
